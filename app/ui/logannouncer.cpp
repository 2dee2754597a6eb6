#include "app/ui/logannouncer.h"

#include "app/core/messagelogmodel.h"
#include "app/ui/messageview.h"
#include "app/ui/messagewording.h"

#include <QAccessible>
#include <QAccessibleWidget>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;

constexpr auto regionName = "logAnnouncements"_L1;

/// Screen readers speak the name of a notification when it is shown.
class AccessibleRegion final : public QAccessibleWidget
{
public:
    explicit AccessibleRegion(QWidget *widget)
        : QAccessibleWidget(widget, QAccessible::Notification)
    {}
};

QAccessibleInterface *makeAccessible(const QString & /*className*/, QObject *object)
{
    auto *widget = qobject_cast<QWidget *>(object);
    return widget != nullptr && widget->objectName() == regionName ? new AccessibleRegion(widget)
                                                                   : nullptr;
}

/// What this program or the server says to whoever asked or tried something.
bool isAnswer(LogEntry::Kind kind)
{
    return kind == LogEntry::Kind::Local || kind == LogEntry::Kind::Status ||
           kind == LogEntry::Kind::Pong || isProblem(kind);
}

QString spokenTogether(const QStringList &sentences)
{
    constexpr QStringView ends = u".!?…。！？";
    QString text;
    for (const QString &one : sentences) {
        if (!text.isEmpty())
            text += ends.contains(text.back()) ? u" "_s : u". "_s;
        text += one;
    }
    return text;
}

} // namespace

LogAnnouncer::LogAnnouncer(MessageView &view, QWidget &window)
    : QObject(&window)
    , m_view(view)
    , m_region(new QWidget(&window))
{
    QAccessible::installFactory(makeAccessible); // a second time changes nothing
    m_region->setObjectName(regionName);
    m_region->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_region->setGeometry(0, 0, 1, 1); // paints nothing, but is there
    m_timer.setSingleShot(true);
    m_timer.setInterval(gatherMilliseconds);
    connect(&m_timer, &QTimer::timeout, this, &LogAnnouncer::announce);
    connect(&m_view, &MessageView::modelReplaced, this, &LogAnnouncer::watch);
    watch();
}

void LogAnnouncer::watch()
{
    if (m_model != nullptr)
        m_model->disconnect(this);
    // Sentences are about what one did or what happened, whatever is shown.
    m_waiting.clear();
    m_count = 0;
    m_model = m_view.model();
    if (m_model == nullptr)
        return;
    connect(m_model, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex &, int first, int last) { onInserted(first, last); });
}

void LogAnnouncer::say(const QString &sentence)
{
    const QString spoken = sentence.left(longestSentence);
    m_sentences.removeAll(spoken);
    m_sentences.append(spoken);
    if (m_sentences.size() > spokenOneByOne)
        m_sentences.removeFirst();
    if (!m_timer.isActive())
        m_timer.start();
}

void LogAnnouncer::sayState(const QString &sentence)
{
    m_state = sentence.left(longestSentence);
    if (!m_timer.isActive())
        m_timer.start();
}

void LogAnnouncer::onInserted(int first, int last)
{
    // What comes above was said before, and so were the messages that fill an empty log.
    if (!m_view.isAppended(last))
        return;
    for (int row = first; row <= last; ++row) {
        const QModelIndex index = m_model->index(row, 0);
        const auto kind = LogEntry::Kind(index.data(MessageLogModel::KindRole).toInt());
        if (isAnswer(kind))
            say(bodyText(entryAt(index)));
        if (first == 0 || rowShape(kind) != RowShape::Bubble ||
            index.data(MessageLogModel::OwnRole).toBool())
            continue;
        ++m_count;
        if (last - row < spokenOneByOne)
            m_waiting.append(spokenText(entryAt(index)));
    }
    while (m_waiting.size() > spokenOneByOne)
        m_waiting.removeFirst();
    if (m_count > 0 && !m_timer.isActive())
        m_timer.start();
}

void LogAnnouncer::announce()
{
    const int count = std::exchange(m_count, 0);
    QStringList messages = std::exchange(m_waiting, {});
    if (count > spokenOneByOne && !messages.isEmpty())
        messages = {tr("%n new message(s)", nullptr, count), messages.last()};
    const QString state = std::exchange(m_state, {});
    QStringList parts = std::exchange(m_sentences, {});
    // Why the connection was lost stands in the log, too.
    parts.removeIf([&state](const QString &one) { return state.contains(one); });
    if (!state.isEmpty())
        parts.append(state);
    parts += messages;
    if (parts.isEmpty())
        return;
    const QString text = spokenTogether(parts);
    m_region->setAccessibleName(text); // tells of the change by itself
    QAccessibleEvent shown(m_region, QAccessible::ObjectShow);
    QAccessible::updateAccessibility(&shown);
    QAccessibleEvent alert(m_region, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
    Q_EMIT announced(text);
}

} // namespace kodama
