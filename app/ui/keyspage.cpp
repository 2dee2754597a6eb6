#include "app/ui/keyspage.h"

#include "app/ui/flowlayout.h"
#include "app/ui/keyfile.h"

#include <QFile>
#include <QFileDialog>
#include <QHeaderView>
#include <QKeyEvent>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSaveFile>
#include <QTreeWidget>

#include <algorithm>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;

constexpr int idRole = Qt::UserRole + 1;
constexpr qint64 largestKeyFile = 1 << 20;

bool mayBeShortcut(QKeyCombination keys)
{
    const bool isFunctionKey = keys.key() >= Qt::Key_F1 && keys.key() <= Qt::Key_F35;
    return isFunctionKey || (keys.keyboardModifiers() & ~Qt::ShiftModifier) != Qt::NoModifier;
}

QString keysText(const QList<QKeySequence> &keys)
{
    QStringList texts;
    for (const QKeySequence &one : keys)
        texts.append(one.toString(QKeySequence::NativeText));
    return texts.join(u", "_s);
}

} // namespace

KeysPage::KeysPage(const Theme &theme, ActionList &actions)
    : SettingsPage(theme, tr("Keys"))
    , m_actions(actions)
    , m_tree(new QTreeWidget)
    , m_edit(new QKeySequenceEdit)
    , m_problem(new QLabel)
    , m_take(new QPushButton(tr("&Take them anyway")))
    , m_clear(new QPushButton(tr("&No keys")))
    , m_reset(new QPushButton(tr("&Default")))
{
    buildTree();
    addArea(m_tree, 1);
    addArea(makeEditor(), 0);
    connect(m_tree, &QTreeWidget::currentItemChanged, this, &KeysPage::showChosen);
    m_edit->installEventFilter(this);
    connect(m_take, &QPushButton::clicked, this, &KeysPage::take);
    connect(m_clear, &QPushButton::clicked, this, [this] { m_actions.setKeys(*chosen(), {}); });
    connect(m_reset, &QPushButton::clicked, this,
            [this] { m_actions.setKeys(*chosen(), ActionList::defaultKeys(*chosen())); });
    connect(&m_actions, &ActionList::keysChanged, this, &KeysPage::showKeys);
    showKeys();
    m_tree->setCurrentItem(m_tree->topLevelItem(0)->child(0));
}

int KeysPage::showMatches(const QStringList &words)
{
    int shown = 0;
    for (int area = 0; area < m_tree->topLevelItemCount(); ++area) {
        QTreeWidgetItem *group = m_tree->topLevelItem(area);
        int inGroup = 0;
        for (int row = 0; row < group->childCount(); ++row) {
            QTreeWidgetItem *item = group->child(row);
            const QString text = title() + u' ' + item->text(0) + u' ' + item->text(1);
            item->setHidden(!matches(text, words));
            inGroup += item->isHidden() ? 0 : 1;
        }
        group->setHidden(inGroup == 0);
        shown += inGroup;
    }
    return shown;
}

void KeysPage::exportTo(const QString &path)
{
    QSaveFile file(path);
    const QByteArray json = keysToJson(m_actions);
    if (file.open(QIODevice::WriteOnly) && file.write(json) == json.size() && file.flush() &&
        file.commit())
        return sayProblem({});
    sayProblem(tr("%1 cannot be written: %2").arg(path, file.errorString()));
}

void KeysPage::importFrom(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return sayProblem(tr("%1 cannot be read: %2").arg(path, file.errorString()));
    const Result<QStringList, KeyFileError> lines = keysFromJson(file.read(largestKeyFile));
    if (!lines)
        return sayProblem(lines.error() == KeyFileError::UnknownVersion
                              ? tr("%1 was written by a newer Kodama.").arg(path)
                              : tr("%1 holds no shortcuts of Kodama.").arg(path));
    m_actions.setChangedKeys(lines.value());
    sayProblem({});
}

bool KeysPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_edit || event->type() != QEvent::KeyPress)
        return SettingsPage::eventFilter(watched, event);
    const auto &key = *static_cast<QKeyEvent *>(event);
    switch (key.key()) {
    case Qt::Key_Tab:
    case Qt::Key_Backtab:
        return false; // the way out
    case Qt::Key_Escape:
        m_tree->setFocus();
        return true;
    case Qt::Key_Shift:
    case Qt::Key_Control:
    case Qt::Key_Alt:
    case Qt::Key_AltGr:
    case Qt::Key_Meta:
    case Qt::Key_unknown:
        return true;
    default:
        onTyped(key);
        return true;
    }
}

void KeysPage::buildTree()
{
    m_tree->setObjectName(u"keyTree"_s);
    m_tree->setAccessibleName(tr("Actions and their keys"));
    m_tree->setColumnCount(2);
    m_tree->setHeaderLabels({tr("Action"), tr("Keys")});
    m_tree->setRootIsDecorated(false);
    m_tree->setUniformRowHeights(true);
    m_tree->setIndentation(theme().space(4));
    m_tree->setMinimumHeight(theme().space(50)); // where it is too high, the page scrolls
    m_tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_tree->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_tree->header()->setStretchLastSection(false);
    QHash<ActionArea, QTreeWidgetItem *> groups;
    for (const ActionInfo &info : ActionList::all()) {
        QTreeWidgetItem *&group = groups[info.area];
        if (group == nullptr) {
            group = new QTreeWidgetItem(m_tree, {ActionList::areaLabel(info.area)});
            group->setFlags(Qt::ItemIsEnabled);
            group->setFont(0, theme().font(TextSize::Strong));
        }
        auto *item = new QTreeWidgetItem(group, {ActionList::label(info.id)});
        item->setData(0, idRole, int(info.id));
    }
    m_tree->expandAll();
}

QWidget *KeysPage::makeEditor()
{
    auto *area = new QWidget;
    auto *column = new QVBoxLayout(area);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme().space(2));
    m_edit->setObjectName(u"keyEdit"_s);
    m_edit->setAccessibleName(tr("New keys"));
    // The field inside is what takes the focus.
    m_edit->findChild<QLineEdit *>()->setAccessibleName(m_edit->accessibleName());
    m_edit->setAccessibleDescription(tr("Press the keys that the chosen action shall have."));
    m_problem->setObjectName(u"keyProblem"_s);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->setProperty("textRole", u"error"_s);
    m_take->setObjectName(u"takeKeysButton"_s);
    m_clear->setObjectName(u"noKeysButton"_s);
    m_reset->setObjectName(u"defaultKeysButton"_s);
    auto *row = new FlowLayout(theme().space(2));
    row->addWidget(m_edit);
    row->addWidget(m_clear);
    row->addWidget(m_reset);
    auto *files = new FlowLayout(theme().space(2));
    auto *save = new QPushButton(tr("&Export…"));
    auto *load = new QPushButton(tr("&Import…"));
    save->setObjectName(u"exportKeysButton"_s);
    load->setObjectName(u"importKeysButton"_s);
    connect(save, &QPushButton::clicked, this, [this] { askForFile(true); });
    connect(load, &QPushButton::clicked, this, [this] { askForFile(false); });
    files->addWidget(save);
    files->addWidget(load);
    for (QPushButton *button : {m_take, m_clear, m_reset, save, load})
        button->setAutoDefault(false);
    column->addLayout(row);
    column->addWidget(m_problem);
    column->addWidget(m_take, 0, Qt::AlignLeft);
    column->addLayout(files);
    return area;
}

void KeysPage::showKeys()
{
    for (int area = 0; area < m_tree->topLevelItemCount(); ++area) {
        QTreeWidgetItem *group = m_tree->topLevelItem(area);
        for (int row = 0; row < group->childCount(); ++row) {
            QTreeWidgetItem *item = group->child(row);
            const auto id = static_cast<ActionId>(item->data(0, idRole).toInt());
            const bool isChanged = m_actions.keys(id) != ActionList::defaultKeys(id);
            item->setText(1, keysText(m_actions.keys(id)));
            item->setData(1, Qt::AccessibleTextRole,
                          item->text(1).isEmpty() ? tr("no keys") : item->text(1));
            item->setFont(1, theme().font(isChanged ? TextSize::Strong : TextSize::Body));
        }
    }
    showChosen();
}

void KeysPage::showChosen()
{
    sayProblem({});
    const std::optional<ActionId> id = chosen();
    for (QWidget *widget : {static_cast<QWidget *>(m_edit), static_cast<QWidget *>(m_clear),
                            static_cast<QWidget *>(m_reset)})
        widget->setEnabled(id.has_value());
    m_edit->setKeySequence(id ? m_actions.keys(*id).value(0) : QKeySequence());
    m_clear->setEnabled(id && !m_actions.keys(*id).isEmpty());
    m_reset->setEnabled(id && m_actions.keys(*id) != ActionList::defaultKeys(*id));
}

void KeysPage::onTyped(const QKeyEvent &event)
{
    const std::optional<ActionId> id = chosen();
    if (!id)
        return;
    // One stroke: several would be possible, but nobody expects a window to wait for a second one.
    const QKeySequence typed(event.keyCombination());
    m_edit->setKeySequence(typed);
    sayProblem({});
    if (!mayBeShortcut(typed[0]))
        return sayProblem(tr("Keys that write need Ctrl or Alt beside them."));
    if (const std::optional<ActionId> owner = m_actions.ownerOf(typed, *id)) {
        sayProblem(tr("%1 already means “%2”.")
                       .arg(typed.toString(QKeySequence::NativeText), ActionList::label(*owner)));
        m_wanted = typed;
        m_take->show();
        return;
    }
    m_actions.setKeys(*id, {typed});
}

void KeysPage::take()
{
    const std::optional<ActionId> id = chosen();
    const QKeySequence wanted = std::exchange(m_wanted, {});
    if (!id || wanted.isEmpty())
        return;
    while (const std::optional<ActionId> owner = m_actions.ownerOf(wanted, *id)) {
        QList<QKeySequence> rest = m_actions.keys(*owner);
        rest.removeIf([&wanted](const QKeySequence &one) {
            return one.matches(wanted) != QKeySequence::NoMatch ||
                   wanted.matches(one) != QKeySequence::NoMatch;
        });
        m_actions.setKeys(*owner, rest);
    }
    m_actions.setKeys(*id, {wanted});
    m_edit->setFocus();
}

void KeysPage::sayProblem(const QString &sentence)
{
    m_wanted = {};
    m_take->hide();
    m_problem->setText(sentence);
    m_problem->setVisible(!sentence.isEmpty());
}

void KeysPage::askForFile(bool isExport)
{
    auto *dialog =
        new QFileDialog(this, isExport ? tr("Export shortcuts") : tr("Import shortcuts"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setNameFilter(tr("Shortcuts of Kodama (*.json)"));
    dialog->setDefaultSuffix(u"json"_s);
    dialog->setAcceptMode(isExport ? QFileDialog::AcceptSave : QFileDialog::AcceptOpen);
    dialog->setFileMode(isExport ? QFileDialog::AnyFile : QFileDialog::ExistingFile);
    if (isExport)
        dialog->selectFile(u"kodama-keys.json"_s);
    connect(dialog, &QFileDialog::fileSelected, this,
            isExport ? &KeysPage::exportTo : &KeysPage::importFrom);
    dialog->open();
}

std::optional<ActionId> KeysPage::chosen() const
{
    const QTreeWidgetItem *item = m_tree->currentItem();
    if (item == nullptr || !item->data(0, idRole).isValid())
        return std::nullopt;
    return static_cast<ActionId>(item->data(0, idRole).toInt());
}

} // namespace kodama
