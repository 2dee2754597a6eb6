// The text of a row: its lines, links, emoji and what stands out in it.
#include "app/core/isolation.h"
#include "app/ui/emojifinder.h"
#include "app/ui/messagelayouter.h"

#include <algorithm>
#include <cmath>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;

constexpr qreal emojiScale = 1.25;     // or they are no larger than the letters beside them
constexpr qreal emojiAloneScale = 2.5; // few, and nothing else
constexpr int fewEmoji = 3;
constexpr ushort controlPictures = 0x2400;

// Line breaks as QTextLayout knows them; other control characters become visible.
QString displayable(QString text)
{
    text.replace("\r\n"_L1, "\n"_L1);
    for (QChar &c : text) {
        if (c == u'\n' || c == u'\r')
            c = QChar::LineSeparator;
        else if (c.unicode() < 0x20 && c != u'\t')
            c = QChar(ushort(controlPictures + c.unicode()));
    }
    return text;
}

} // namespace

QSizeF MessageLayouter::layOutText(MessageLayout &row, const QString &text, const QFont &font,
                                   int width) const
{
    row.bodyWidth = width;
    const QString shown = displayable(text);
    row.links = findLinks(shown);
    row.body = std::make_unique<QTextLayout>(shown, font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTextDirection(directionOf(row, shown));
    if (row.shape == RowShape::Notice)
        option.setAlignment(Qt::AlignHCenter);
    else if (shown.isRightToLeft())
        option.setAlignment(Qt::AlignRight | Qt::AlignAbsolute);
    row.body->setTextOption(option);
    row.body->setCacheEnabled(true);
    QList<QTextLayout::FormatRange> formats;
    addEmoji(formats, shown, font);
    if (row.shape == RowShape::Notice)
        addNotice(formats, row, shown);
    for (const TextLink &link : std::as_const(row.links)) {
        QTextCharFormat format;
        format.setForeground(m_theme.color(ThemeColor::Link));
        format.setFontUnderline(true);
        formats.append({int(link.start), int(link.length), format});
    }
    row.body->setFormats(formats);
    QSizeF size;
    breakLines(row, width, size);
    if (row.shape == RowShape::Notice)
        size.setWidth(std::min<qreal>(size.width() + 1, width));
    return size;
}

Qt::LayoutDirection MessageLayouter::directionOf(const MessageLayout &row,
                                                 const QString &text) const
{
    if (!row.isAction)
        return text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight;
    const QList<uint> name = row.sender.toUcs4();
    const bool hasLetters = std::any_of(name.cbegin(), name.cend(), [](uint character) {
        const QChar::Direction direction = QChar::direction(character);
        return direction == QChar::DirL || direction == QChar::DirR || direction == QChar::DirAL;
    });
    const bool isRightToLeft = hasLetters ? row.sender.isRightToLeft() : m_isMirrored;
    return isRightToLeft ? Qt::RightToLeft : Qt::LeftToRight;
}

void MessageLayouter::addEmoji(QList<QTextLayout::FormatRange> &formats, const QString &text,
                               const QFont &font) const
{
    const EmojiRuns emoji = findEmoji(text);
    const bool areLarge = emoji.areAll && emoji.emoji <= fewEmoji;
    QTextCharFormat format;
    QFont larger = font;
    larger.setPointSizeF(font.pointSizeF() * (areLarge ? emojiAloneScale : emojiScale));
    format.setFont(larger);
    for (const TextRange &run : emoji.runs)
        formats.append({int(run.start), int(run.length), format});
}

// What somebody does begins with the name, and every notice ends with the time.
void MessageLayouter::addNotice(QList<QTextLayout::FormatRange> &formats, const MessageLayout &row,
                                const QString &text) const
{
    const QString written = isolated(row.sender);
    if (!row.isAction || !text.startsWith(written))
        return;
    QTextCharFormat name;
    name.setFont(m_theme.font(TextSize::Strong));
    name.setForeground(m_theme.senderColor(row.sender));
    formats.append({0, int(written.size()), name});
    if (!text.endsWith(row.time))
        return;
    QTextCharFormat time;
    time.setFont(m_smallFont);
    time.setForeground(m_theme.color(ThemeColor::TextMuted));
    const auto length = int(row.time.size());
    formats.append({int(text.size()) - length, length, time});
}

void MessageLayouter::breakLines(MessageLayout &row, int width, QSizeF &size) const
{
    row.body->beginLayout();
    for (QTextLine line = row.body->createLine(); line.isValid(); line = row.body->createLine()) {
        const int indent = row.body->lineCount() == 1 ? row.indent : 0;
        line.setLineWidth(std::max(1, width - indent));
        line.setPosition({qreal(m_isMirrored ? 0 : indent), size.height()});
        size = QSizeF(std::max(size.width(), line.naturalTextWidth()),
                      size.height() + std::ceil(line.height()));
        if (row.body->lineCount() == maxLines &&
            line.textStart() + line.textLength() < row.body->text().size()) {
            if (row.shape == RowShape::Bubble)
                row.actions.push_back({RowAction::Kind::ShowAll, {}, {}});
            break;
        }
    }
    row.body->endLayout();
}

} // namespace kodama
