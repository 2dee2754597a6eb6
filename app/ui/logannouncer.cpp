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
    m_timer.stop();
    m_waiting.clear();
    m_count = 0;
    m_model = m_view.model();
    if (m_model == nullptr)
        return;
    connect(m_model, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex &, int first, int last) { onInserted(first, last); });
}

void LogAnnouncer::onInserted(int first, int last)
{
    // What fills an empty log, or comes above, was said before.
    if (first == 0 || !m_view.isAppended(last))
        return;
    for (int row = first; row <= last; ++row) {
        const QModelIndex index = m_model->index(row, 0);
        const auto kind = LogEntry::Kind(index.data(MessageLogModel::KindRole).toInt());
        if (rowShape(kind) != RowShape::Bubble || index.data(MessageLogModel::OwnRole).toBool())
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
    QStringList parts = std::exchange(m_waiting, {});
    if (count > spokenOneByOne && !parts.isEmpty())
        parts = {tr("%n new message(s)", nullptr, count), parts.last()};
    const QString text = parts.join(u". "_s);
    m_region->setAccessibleName(text); // tells of the change by itself
    QAccessibleEvent shown(m_region, QAccessible::ObjectShow);
    QAccessible::updateAccessibility(&shown);
    QAccessibleEvent alert(m_region, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
    Q_EMIT announced(text);
}

} // namespace kodama
