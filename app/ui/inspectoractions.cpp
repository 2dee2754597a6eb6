// Part of InspectorWindow: keys, the clipboard and files.
#include "app/core/inspect/framelogmodel.h"
#include "app/core/inspect/frametext.h"
#include "app/ui/actionlist.h"
#include "app/ui/framedetails.h"
#include "app/ui/frametable.h"
#include "app/ui/inspectorwindow.h"

#include <QAction>
#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSaveFile>
#include <QStandardPaths>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

QString readable(const Frame &frame)
{
    const bool isBytes = frame.kind == Frame::Kind::Binary || frame.kind == Frame::Kind::Close;
    return isBytes ? hexOf(frame.payload) : payloadText(frame.payload);
}

} // namespace

/// What these keys mean in the main window they mean here, wherever the user has put them.
void InspectorWindow::addKeys()
{
    const auto add = [this](ActionId id, auto work) {
        auto *action = new QAction(this);
        action->setShortcuts(m_parts.actions.keys(id));
        connect(&m_parts.actions, &ActionList::keysChanged, action,
                [this, action, id] { action->setShortcuts(m_parts.actions.keys(id)); });
        connect(action, &QAction::triggered, this, work);
        addAction(action);
    };
    add(ActionId::Find, [this] {
        m_text->setFocus(Qt::ShortcutFocusReason);
        m_text->selectAll();
    });
    add(ActionId::Clear, [this] { m_clear->click(); });
    add(ActionId::SaveAs, [this] { m_save->click(); });
    add(ActionId::Copy, [this] { copy(); });
    add(ActionId::CopyJson, [this] { copyJsonLines(); });
    add(ActionId::Inspector, [this] { close(); });
}

void InspectorWindow::copy()
{
    QString text = m_tree->chosenValue();
    if (text.isEmpty()) {
        QStringList lines;
        for (const Frame &frame : m_table->selectedFrames())
            lines.append(readable(frame));
        text = lines.join(u'\n');
    }
    if (!text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

void InspectorWindow::copyJsonLines()
{
    QByteArray lines;
    for (const Frame &frame : m_table->selectedFrames())
        lines += jsonLineOf(frame);
    if (!lines.isEmpty())
        QGuiApplication::clipboard()->setText(QString::fromUtf8(lines));
}

/// Several that are selected, or all that are shown.
QList<Frame> InspectorWindow::chosenFrames() const
{
    const QList<Frame> selected = m_table->selectedFrames();
    return selected.size() > 1 ? selected : m_table->allFrames();
}

void InspectorWindow::askWhereToSave()
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    auto *dialog =
        new QFileDialog(this, tr("Save the frames"), QDir(folder).filePath(u"frames.jsonl"_s));
    dialog->setObjectName(u"saveFramesDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("JSON lines (*.jsonl)"));
    dialog->setDefaultSuffix(u"jsonl"_s);
    connect(dialog, &QFileDialog::fileSelected, this, &InspectorWindow::saveTo);
    dialog->open();
}

void InspectorWindow::saveTo(const QString &fileName)
{
    QSaveFile file(fileName);
    bool isSaved = file.open(QIODevice::WriteOnly);
    for (const Frame &frame : chosenFrames()) {
        const QByteArray line = jsonLineOf(frame);
        isSaved = isSaved && file.write(line) == line.size();
    }
    isSaved = isSaved && file.flush() && file.commit();
    m_problem = isSaved ? QString()
                        : tr("%1 could not be saved: %2")
                              .arg(QDir::toNativeSeparators(fileName), file.errorString());
    showCount();
}

void InspectorWindow::openMenu(const QPoint &position)
{
    if (!m_table->currentFrame())
        return;
    auto *menu = new QMenu(this);
    menu->setObjectName(u"frameMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("&Copy"), this, &InspectorWindow::copy);
    menu->addAction(tr("Copy as &JSON lines"), this, &InspectorWindow::copyJsonLines);
    QAction *edit = menu->addAction(tr("&Edit and resend"), this, &InspectorWindow::editFrame);
    edit->setEnabled(m_edit->isEnabled());
    menu->addSeparator();
    menu->addAction(tr("&Save…"), this, &InspectorWindow::askWhereToSave);
    menu->popup(m_table->viewport()->mapToGlobal(position));
}

} // namespace kodama
