#include "app/ui/framedetails.h"

#include "app/core/inspect/frametext.h"
#include "app/ui/frametexts.h"
#include "app/ui/textdialog.h"

#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QStyledItemDelegate>
#include <QTreeView>
#include <QVBoxLayout>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

/// Names strong, values by what they are; the quotes of strings and the brackets say the same
/// without colour.
class TreeLook final : public QStyledItemDelegate
{
public:
    TreeLook(const Theme &theme, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_theme(theme)
    {}

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        const ThemeColor color =
            index.column() == JsonTreeModel::NameColumn
                ? ThemeColor::Text
                : colorOf(static_cast<JsonNode::Kind>(index.data(JsonTreeModel::KindRole).toInt()));
        option->font = m_theme.font(TextSize::Mono);
        for (const auto role : {QPalette::Text, QPalette::HighlightedText})
            option->palette.setColor(role, m_theme.color(color));
    }

private:
    static ThemeColor colorOf(JsonNode::Kind kind)
    {
        switch (kind) {
        case JsonNode::Kind::String:
            return ThemeColor::Accent;
        case JsonNode::Kind::Number:
            return ThemeColor::Link;
        case JsonNode::Kind::Literal:
            return ThemeColor::Warning;
        case JsonNode::Kind::Object:
        case JsonNode::Kind::Array:
            break;
        }
        return ThemeColor::TextMuted;
    }

    const Theme &m_theme;
};

QLabel *makeNote(const QString &name, const QString &role)
{
    auto *label = new QLabel;
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setProperty("textRole", role);
    return label;
}

} // namespace

FrameTreePage::FrameTreePage(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_tree(new QTreeView)
    , m_hint(makeNote(u"frameTreeHint"_s, u"muted"_s))
    , m_cutNote(makeNote(u"frameTreeCut"_s, u"caption"_s))
{
    m_tree->setObjectName(u"frameTree"_s);
    m_tree->setModel(&m_model);
    m_tree->setItemDelegate(new TreeLook(theme, m_tree));
    m_tree->setUniformRowHeights(true);
    m_tree->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_tree->header()->setStretchLastSection(true);
    m_tree->header()->setSectionsClickable(false);
    m_hint->setAlignment(Qt::AlignCenter);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_tree, 1);
    column->addWidget(m_hint, 1);
    column->addWidget(m_cutNote);
    retranslate();
}

void FrameTreePage::showFrame(const std::optional<Frame> &frame)
{
    if (frame == m_frame && frame.has_value())
        return;
    m_frame = frame;
    std::optional<JsonTree> tree;
    if (frame && frame->kind == Frame::Kind::Text)
        tree = parseJsonTree(frame->payload);
    m_cutNote->setVisible(tree && tree->isCut);
    m_tree->setVisible(tree.has_value());
    m_hint->setVisible(!tree);
    m_hint->setText(hint());
    m_model.setTree(std::move(tree).value_or(JsonTree()));
    m_tree->setIndentation(m_theme.space(4));
    if (m_model.rowCount() == 0)
        return;
    const QModelIndex root = m_model.index(0, 0);
    m_tree->expand(root);
    for (int row = 0; row < m_model.rowCount(root); ++row) {
        const QModelIndex child = m_model.index(row, 0, root);
        constexpr int fewChildren = 20;
        if (m_model.rowCount(child) <= fewChildren)
            m_tree->expand(child);
    }
    m_tree->setCurrentIndex(root);
    m_tree->resizeColumnToContents(JsonTreeModel::NameColumn);
    m_tree->setColumnWidth(
        JsonTreeModel::NameColumn,
        std::min(m_tree->columnWidth(JsonTreeModel::NameColumn), m_theme.space(60)) +
            m_theme.space(3));
}

void FrameTreePage::retranslate()
{
    m_tree->setAccessibleName(tr("JSON as a tree"));
    m_cutNote->setText(tr("Only the first %n values are shown.", nullptr, int(JsonTree::maxNodes)));
    m_hint->setText(hint());
    Q_EMIT m_model.headerDataChanged(Qt::Horizontal, 0, JsonTreeModel::ColumnCount - 1);
}

QString FrameTreePage::chosenValue() const
{
    const QModelIndex index = m_tree->currentIndex();
    if (!m_tree->hasFocus() || !index.isValid())
        return {};
    return m_model.tree().nodes[std::size_t(index.internalId())].value;
}

QString FrameTreePage::hint() const
{
    if (!m_frame)
        return tr("Choose a frame to see what is in it.");
    if (m_frame->kind != Frame::Kind::Text)
        return tr("This is no text; the other page shows its bytes.");
    return tr("This is not JSON; the other page shows it as it is.");
}

FrameTextPage::FrameTextPage(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_facts(makeNote(u"frameFacts"_s, u"caption"_s))
    , m_text(new QPlainTextEdit)
    , m_cutNote(makeNote(u"frameTextCut"_s, u"caption"_s))
{
    m_text->setObjectName(u"frameText"_s);
    m_text->setReadOnly(true);
    m_text->setTabChangesFocus(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_facts);
    column->addWidget(m_text, 1);
    column->addWidget(m_cutNote);
    connect(&m_theme, &Theme::changed, this, &FrameTextPage::applyTheme);
    applyTheme();
    retranslate();
    showFrame({});
}

void FrameTextPage::showFrame(const std::optional<Frame> &frame)
{
    m_frame = frame;
    const qsizetype size = frame ? frame->payload.size() : 0;
    m_cutNote->setVisible(size > maxShownBytes);
    m_facts->setVisible(frame.has_value());
    if (!frame) {
        m_text->clear();
        return;
    }
    m_facts->setText(u"%1 · %2 · %3 · %4"_s.arg(
        FrameTexts::timeText(frame->time), FrameTexts::directionText(frame->direction),
        FrameTexts::kindText(frame->kind), FrameTexts::sizeText(size)));
    const bool isBytes = frame->kind == Frame::Kind::Binary || frame->kind == Frame::Kind::Close;
    // A line without end would take the editor seconds to break.
    m_text->setPlainText(isBytes ? hexDump(frame->payload, maxShownBytes / 16)
                                 : TextDialog::inShortLines(payloadText(
                                       frame->payload.first(std::min(size, maxShownBytes)))));
}

void FrameTextPage::retranslate()
{
    m_text->setAccessibleName(tr("The frame as it is"));
    m_text->setAccessibleDescription(tr("It can be read and copied, not changed."));
    m_text->setPlaceholderText(tr("Choose a frame to see what is in it."));
    m_cutNote->setText(tr("Only the beginning is shown; copying and saving take everything."));
    showFrame(m_frame);
}

void FrameTextPage::applyTheme()
{
    m_text->setFont(m_theme.font(TextSize::Mono));
    layout()->setSpacing(m_theme.space(1));
}

} // namespace kodama
