#include "app/ui/logactions.h"

#include "app/ui/conversationexport.h"
#include "app/ui/icons.h"
#include "app/ui/messagedelegate.h"
#include "app/ui/messageview.h"
#include "app/ui/textdialog.h"

#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QGuiApplication>
#include <QMenu>
#include <QMessageBox>
#include <QRegularExpression>
#include <QSaveFile>
#include <QStandardPaths>

#include <algorithm>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;

constexpr int shownLinkCharacters = 60;

QString fileNameFor(const QString &title)
{
    QString name = title;
    name.replace(QRegularExpression(u"[^\\w.-]+"_s, QRegularExpression::UseUnicodePropertiesOption),
                 u"-"_s);
    name.remove(QRegularExpression(u"^[-.]+|-+$"_s)); // a file that begins so is hard to name
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    return QDir(folder).filePath(name + u".txt"_s);
}

/// Somebody's word, which one can answer; not what happened, nor what this program says.
bool isAnswerable(const LogEntry &entry)
{
    return rowShape(entry.kind) == RowShape::Bubble && !recordedName(entry).isEmpty();
}

} // namespace

LogActions::LogActions(const Theme &theme, const ActionList &actions, MessageView &view,
                       QWidget &window)
    : QObject(&window)
    , m_theme(theme)
    , m_actions(actions)
    , m_view(view)
    , m_window(window)
{
    const auto copyAs = [this](ActionId id, CopyForm form) {
        connect(&m_actions[id], &QAction::triggered, this, [this, form] { copy(form); });
    };
    copyAs(ActionId::Copy, CopyForm::Sentences);
    copyAs(ActionId::CopyText, CopyForm::TextOnly);
    copyAs(ActionId::CopyMarkdown, CopyForm::Markdown);
    copyAs(ActionId::CopyJson, CopyForm::Json);
    connect(&m_actions[ActionId::Quote], &QAction::triggered, this, &LogActions::quote);
    connect(&m_actions[ActionId::Reply], &QAction::triggered, this, &LogActions::reply);
    connect(&m_actions[ActionId::InspectMessage], &QAction::triggered, this, &LogActions::inspect);
    connect(&m_actions[ActionId::SelectAll], &QAction::triggered, &m_view, &MessageView::selectAll);
    connect(&m_actions[ActionId::Newest], &QAction::triggered, &m_view,
            &MessageView::scrollToNewest);
    connect(&m_actions[ActionId::Unread], &QAction::triggered, &m_view,
            &MessageView::scrollToUnread);
    m_view.setContextMenuPolicy(Qt::CustomContextMenu);
    connect(&m_view, &QWidget::customContextMenuRequested, this, &LogActions::openMenu);
}

void LogActions::copy(CopyForm form)
{
    // Markdown and JSON are of whole messages.
    const bool isOfCharacters = form == CopyForm::Sentences || form == CopyForm::TextOnly;
    const QString text = isOfCharacters ? m_view.selectedText() : QString();
    if (!text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
    else
        copyMessages(m_view.chosenRows(), form);
}

void LogActions::quote()
{
    QString text;
    LogEntry selected;
    selected.text = m_view.selectedText();
    if (!selected.text.isEmpty()) {
        text = quoteOf(selected);
    } else {
        for (const QModelIndex &row : m_view.chosenRows())
            text += quoteOf(entryAt(row));
    }
    if (!text.isEmpty())
        Q_EMIT quoteRequested(text);
}

void LogActions::reply()
{
    const QModelIndexList chosen = m_view.chosenRows();
    QString text;
    LogEntry last;
    const QString characters = m_view.selectedText();
    for (const QModelIndex &row : chosen) {
        LogEntry entry = entryAt(row);
        if (!isAnswerable(entry))
            continue;
        last = entry;
        if (chosen.size() == 1 && !characters.isEmpty())
            entry.text = characters;
        entry.text = u"%1: %2"_s.arg(recordedName(entry), entry.text);
        text += quoteOf(entry);
    }
    if (text.isEmpty())
        return;
    const bool hasName = last.hasPlace() && !last.isOwn; // where nobody has one, it is an address
    Q_EMIT quoteRequested(hasName ? text + u'@' + last.sender + u' ' : text);
}

void LogActions::saveAs()
{
    const QModelIndexList chosen = m_view.chosenRows();
    const bool hasChoice = chosen.size() > 1;
    const int first = hasChoice ? chosen.first().row() : 0;
    const int last = hasChoice ? chosen.last().row() : m_view.model()->rowCount() - 1;
    auto *dialog =
        new QFileDialog(&m_window, tr("Save the messages"), fileNameFor(m_window.windowTitle()));
    dialog->setObjectName(u"saveDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("Text (*.txt)"), tr("Markdown (*.md)"), tr("Web page (*.html)"),
                            tr("JSON lines (*.jsonl)")});
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString &filter) {
        dialog->setDefaultSuffix(filter.section(u"*."_s, 1).chopped(1));
    });
    dialog->setDefaultSuffix(u"txt"_s);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, first, last](const QString &name) { save(name, first, last); });
    dialog->open();
}

void LogActions::save(const QString &fileName, int first, int last)
{
    QSaveFile file(fileName);
    const bool isSaved = file.open(QIODevice::WriteOnly) &&
                         exportRows({*m_view.model(), first, last}, exportFormOf(fileName),
                                    m_window.windowTitle(), file) &&
                         file.flush() && file.commit();
    if (isSaved)
        return;
    auto *box = new QMessageBox(QMessageBox::Warning, tr("Not saved"),
                                tr("The messages could not be saved in %1: %2")
                                    .arg(QDir::toNativeSeparators(fileName), file.errorString()),
                                QMessageBox::Ok, &m_window);
    box->setTextFormat(Qt::PlainText);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

void LogActions::inspect()
{
    const QModelIndexList chosen = m_view.chosenRows();
    if (chosen.isEmpty())
        return;
    const LogEntry entry = entryAt(chosen.first());
    const QString text = entry.frame.isEmpty() ? QString::fromUtf8(jsonLineOf(entry))
                                               : QString::fromUtf8(entry.frame);
    auto *dialog = new TextDialog(
        m_theme, u"%1 · %2"_s.arg(senderName(entry), fullTimeText(entry.time)), text, &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void LogActions::openMenu(const QPoint &position)
{
    auto *menu = new QMenu(&m_window);
    menu->setObjectName(u"logMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QModelIndexList chosen = m_view.chosenRows();
    if (!chosen.isEmpty()) {
        addRowActions(*menu);
        menu->addActions({&m_actions[ActionId::Copy], &m_actions[ActionId::CopyText],
                          &m_actions[ActionId::CopyMarkdown], &m_actions[ActionId::CopyJson]});
        addLinks(*menu, position);
        menu->addSeparator();
        if (std::ranges::any_of(chosen, isAnswerable, entryAt))
            menu->addAction(&m_actions[ActionId::Reply]);
        menu->addActions({&m_actions[ActionId::Quote], &m_actions[ActionId::InspectMessage]});
        menu->addSeparator();
    }
    menu->addActions({&m_actions[ActionId::Find], &m_actions[ActionId::SaveAs],
                      &m_actions[ActionId::SelectAll], &m_actions[ActionId::Newest]});
    menu->popup(m_view.viewport()->mapToGlobal(position));
}

void LogActions::addLinks(QMenu &menu, const QPoint &position)
{
    QList<QUrl> links;
    const QUrl pointed = m_view.linkAt(position);
    if (!pointed.isEmpty()) {
        links.append(pointed);
    } else if (m_view.chosenRows().size() == 1) { // by keyboard: whatever the message has
        const QModelIndex row = m_view.chosenRows().first();
        for (const TextLink &link :
             findLinks(entryAt(row).text)
                 .first(std::min<qsizetype>(5, findLinks(entryAt(row).text).size())))
            links.append(link.target);
    }
    for (const QUrl &link : std::as_const(links)) {
        QString target = QString::fromLatin1(link.toEncoded());
        if (target.size() > shownLinkCharacters)
            target = target.first(shownLinkCharacters) + u'…';
        target.replace(u'&', u"&&"_s);
        menu.addAction(icons::icon(m_theme, u"copy"_s), tr("Copy the link %1").arg(target), this,
                       [link] { copyLink(link); });
        menu.addAction(tr("Open %1").arg(target), this,
                       [this, link] { Q_EMIT m_view.linkActivated(link); });
    }
}

void LogActions::addRowActions(QMenu &menu)
{
    const QModelIndexList chosen = m_view.chosenRows();
    if (chosen.size() != 1)
        return;
    const QPersistentModelIndex row = chosen.first();
    const MessageLayout &layout = m_view.delegate().layoutFor(row, m_view.viewport()->width());
    for (const RowAction &action : layout.actions) {
        const RowAction::Kind kind = action.kind;
        menu.addAction(action.text, this, [this, row, kind] { m_view.activate(row, kind); });
    }
    if (!layout.actions.empty())
        menu.addSeparator();
}

} // namespace kodama
