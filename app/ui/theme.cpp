#include "app/ui/theme.h"

#include <QFile>
#include <QFontDatabase>
#include <QFontInfo>
#include <QString>

#include <algorithm>
#include <array>
#include <cmath>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;

struct ColorEntry
{
    ThemeColor role;
    QLatin1StringView token; // as written in the style sheet, behind an @
    QRgb light;
    QRgb dark;
};

// The one table of colours. tst_theme checks the contrast of every pair that is read.
constexpr std::array colorTable{
    ColorEntry{ThemeColor::Window, "window"_L1, 0xfffafbf8, 0xff181d1c},
    ColorEntry{ThemeColor::Surface, "surface"_L1, 0xfff0f3ee, 0xff121615},
    ColorEntry{ThemeColor::Raised, "raised"_L1, 0xffffffff, 0xff222927},
    ColorEntry{ThemeColor::Field, "field"_L1, 0xffffffff, 0xff121716},
    ColorEntry{ThemeColor::Border, "border"_L1, 0xffe0e5dd, 0xff2b3431},
    ColorEntry{ThemeColor::FieldBorder, "fieldBorder"_L1, 0xff87938b, 0xff6b7a74},
    ColorEntry{ThemeColor::Text, "text"_L1, 0xff1b2420, 0xffe4ebe7},
    ColorEntry{ThemeColor::TextMuted, "textMuted"_L1, 0xff5a6760, 0xff9dada5},
    ColorEntry{ThemeColor::TextDisabled, "textDisabled"_L1, 0xff98a39d, 0xff64716b},
    ColorEntry{ThemeColor::Accent, "accent"_L1, 0xff1f7a58, 0xff63c7a0},
    ColorEntry{ThemeColor::AccentHover, "accentHover"_L1, 0xff196849, 0xff7bd6b2},
    ColorEntry{ThemeColor::AccentSoft, "accentSoft"_L1, 0xffe0f0e7, 0xff243b33},
    ColorEntry{ThemeColor::TextOnAccent, "textOnAccent"_L1, 0xffffffff, 0xff0c1a14},
    ColorEntry{ThemeColor::BubbleOther, "bubbleOther"_L1, 0xffffffff, 0xff232b29},
    ColorEntry{ThemeColor::BubbleOwn, "bubbleOwn"_L1, 0xffd3ecdd, 0xff1d4a39},
    ColorEntry{ThemeColor::BubbleEcho, "bubbleEcho"_L1, 0xfff6f1e2, 0xff322e22},
    ColorEntry{ThemeColor::BubbleEdge, "bubbleEdge"_L1, 0xffdfe5dd, 0xff2d3734},
    ColorEntry{ThemeColor::TextOwn, "textOwn"_L1, 0xff10241a, 0xffe8f5ee},
    ColorEntry{ThemeColor::MutedOwn, "mutedOwn"_L1, 0xff456456, 0xffa3c9b7},
    ColorEntry{ThemeColor::Pill, "pill"_L1, 0xffe2e8e0, 0xff242c2a},
    ColorEntry{ThemeColor::TextPill, "textPill"_L1, 0xff4c5952, 0xffa9b8b1},
    ColorEntry{ThemeColor::Link, "link"_L1, 0xff0f6296, 0xff86c8f2},
    ColorEntry{ThemeColor::SelectedRow, "selectedRow"_L1, 0xffcfeaf2, 0xff1c3d4a},
    ColorEntry{ThemeColor::Success, "success"_L1, 0xff1f7a58, 0xff63c7a0},
    ColorEntry{ThemeColor::Warning, "warning"_L1, 0xff855500, 0xfff0bf62},
    ColorEntry{ThemeColor::WarningSoft, "warningSoft"_L1, 0xfffcf1d8, 0xff37301c},
    ColorEntry{ThemeColor::Danger, "danger"_L1, 0xffb3322b, 0xfff59a90},
    ColorEntry{ThemeColor::DangerSoft, "dangerSoft"_L1, 0xfffce8e5, 0xff3c2422},
    ColorEntry{ThemeColor::Hit, "hit"_L1, 0xffffe98a, 0xffd9c25a},
    ColorEntry{ThemeColor::HitCurrent, "hitCurrent"_L1, 0xffffb84d, 0xffffa726},
    ColorEntry{ThemeColor::TextHit, "textHit"_L1, 0xff1b1a10, 0xff1b1a10},
    ColorEntry{ThemeColor::Shadow, "shadow"_L1, 0x28000000, 0x70000000},
};

constexpr bool tableIsInOrder()
{
    for (std::size_t i = 0; i < colorTable.size(); ++i) {
        if (colorTable[i].role != static_cast<ThemeColor>(i))
            return false;
    }
    return true;
}
static_assert(tableIsInOrder(), "colorTable is indexed by ThemeColor");

constexpr std::array<QRgb, Theme::senderColorCount> senderLight{
    0xffa83a26, 0xff9a4a08, 0xff7d5800, 0xff536900, 0xff2a722e, 0xff006e61,
    0xff006782, 0xff1a65a8, 0xff4655b8, 0xff7244ad, 0xff963787, 0xffa53363};
constexpr std::array<QRgb, Theme::senderColorCount> senderDark{
    0xfff29b88, 0xfff0aa6c, 0xffdfbc58, 0xffbacf66, 0xff8bd190, 0xff6ad0c1,
    0xff6acae3, 0xff8ac0f2, 0xffaab5f6, 0xffcaa6f2, 0xffe69fdc, 0xfff29bbc};
constexpr double palePart = 0.35; // what is left of a sender's colour beside the window's
constexpr QRgb avatarInkLight = 0xffffffff;
constexpr QRgb avatarInkDark = 0xff121615;

QColor mixed(const QColor &color, const QColor &ground, double part)
{
    const auto mix = [part](int one, int other) { return qRound(one * part + other * (1 - part)); };
    return QColor(mix(color.red(), ground.red()), mix(color.green(), ground.green()),
                  mix(color.blue(), ground.blue()));
}

double channelLuminance(float value)
{
    const auto linear = double(value);
    return linear <= 0.03928 ? linear / 12.92 : std::pow((linear + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &color)
{
    return 0.2126 * channelLuminance(color.redF()) + 0.7152 * channelLuminance(color.greenF()) +
           0.0722 * channelLuminance(color.blueF());
}

// FNV-1a: qHash() is seeded per process, and a person keeps one colour for ever.
quint32 stableHash(const QString &text)
{
    quint32 hash = 2166136261U;
    for (const QChar c : text)
        hash = (hash ^ c.unicode()) * 16777619U;
    return hash ^ (hash >> 15U);
}

int slotOf(const QString &sender)
{
    return int(stableHash(sender) % quint32(Theme::senderColorCount));
}

} // namespace

Theme::Theme(const QFont &baseFont, bool systemIsDark, QObject *parent)
    : QObject(parent)
    , m_font(baseFont)
    , m_isSystemDark(systemIsDark)
{
    updateUnit();
}

void Theme::setMode(ThemeMode mode)
{
    if (mode == m_mode)
        return;
    m_mode = mode;
    Q_EMIT changed();
}

void Theme::setSystemIsDark(bool systemIsDark)
{
    if (systemIsDark == m_isSystemDark)
        return;
    m_isSystemDark = systemIsDark;
    Q_EMIT changed();
}

void Theme::setBaseFont(const QFont &font)
{
    if (font == m_font)
        return;
    m_font = font;
    updateUnit();
    Q_EMIT changed();
}

void Theme::setDensity(Density density)
{
    if (density == m_density)
        return;
    m_density = density;
    Q_EMIT changed();
}

void Theme::setReducedMotion(bool isReduced)
{
    if (isReduced == m_hasReducedMotion)
        return;
    m_hasReducedMotion = isReduced;
    Q_EMIT changed();
}

int Theme::space(int quarters) const noexcept
{
    const int usual = m_unit * quarters;
    const bool isDense = m_density == Density::Compact && quarters <= largestGap;
    return isDense ? std::max(1, usual * 5 / 8) : usual;
}

bool Theme::isDark() const noexcept
{
    return m_mode == ThemeMode::Dark || (m_mode == ThemeMode::System && m_isSystemDark);
}

QColor Theme::color(ThemeColor role) const
{
    const ColorEntry &entry = colorTable[std::size_t(role)];
    return QColor::fromRgba(isDark() ? entry.dark : entry.light);
}

QColor Theme::senderColor(const QString &sender) const
{
    return senderColorAt(slotOf(sender));
}

QColor Theme::senderColorAt(int slot) const
{
    return QColor::fromRgb((isDark() ? senderDark : senderLight)[std::size_t(slot)]);
}

QColor Theme::paleSenderColor(const QString &sender) const
{
    return paleSenderColorAt(slotOf(sender));
}

QColor Theme::paleSenderColorAt(int slot) const
{
    return mixed(senderColorAt(slot), color(ThemeColor::Window), palePart);
}

QColor Theme::avatarInk() const
{
    return QColor::fromRgb(isDark() ? avatarInkDark : avatarInkLight);
}

QFont Theme::font(TextSize size) const
{
    QFont result = m_font;
    const qreal points =
        m_font.pointSizeF() > 0 ? m_font.pointSizeF() : QFontInfo(m_font).pointSizeF();
    switch (size) {
    case TextSize::Small:
        result.setPointSizeF(points * 0.86);
        break;
    case TextSize::Body:
        break;
    case TextSize::Strong:
        result.setWeight(QFont::DemiBold);
        break;
    case TextSize::Title:
        result.setPointSizeF(points * 1.25);
        result.setWeight(QFont::DemiBold);
        break;
    case TextSize::Mono:
        result = QFontDatabase::systemFont(QFontDatabase::FixedFont);
        result.setPointSizeF(points * 0.95);
        break;
    }
    return result;
}

QPalette Theme::palette() const
{
    QPalette result;
    const auto set = [this, &result](QPalette::ColorRole role, ThemeColor meaning) {
        result.setColor(role, color(meaning));
    };
    set(QPalette::Window, ThemeColor::Window);
    set(QPalette::WindowText, ThemeColor::Text);
    set(QPalette::Base, ThemeColor::Field);
    set(QPalette::AlternateBase, ThemeColor::Surface);
    set(QPalette::Text, ThemeColor::Text);
    set(QPalette::Button, ThemeColor::Raised);
    set(QPalette::ButtonText, ThemeColor::Text);
    set(QPalette::BrightText, ThemeColor::Danger);
    set(QPalette::ToolTipBase, ThemeColor::Raised);
    set(QPalette::ToolTipText, ThemeColor::Text);
    set(QPalette::Highlight, ThemeColor::Accent);
    set(QPalette::HighlightedText, ThemeColor::TextOnAccent);
    set(QPalette::Link, ThemeColor::Link);
    set(QPalette::LinkVisited, ThemeColor::Link);
    set(QPalette::PlaceholderText, ThemeColor::TextMuted);
    set(QPalette::Mid, ThemeColor::Border);
    set(QPalette::Midlight, ThemeColor::Border);
    set(QPalette::Light, ThemeColor::Raised);
    set(QPalette::Dark, ThemeColor::FieldBorder);
    set(QPalette::Shadow, ThemeColor::Shadow);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        result.setColor(QPalette::Disabled, role, color(ThemeColor::TextDisabled));
    return result;
}

QString Theme::styleSheet() const
{
    QFile file(u":/styles/kodama"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QString sheet = QString::fromUtf8(file.readAll());
    // Longest name first: @accent is also the beginning of @accentSoft.
    QList<ColorEntry> entries(colorTable.begin(), colorTable.end());
    std::sort(entries.begin(), entries.end(), [](const ColorEntry &a, const ColorEntry &b) {
        return a.token.size() > b.token.size();
    });
    for (const ColorEntry &entry : std::as_const(entries))
        sheet.replace(u'@' + QString(entry.token), color(entry.role).name(QColor::HexArgb));
    for (int quarters = 12; quarters >= 1; --quarters) {
        sheet.replace(u"@s%1"_s.arg(quarters), u"%1px"_s.arg(space(quarters)));
        sheet.replace(u"@d%1"_s.arg(quarters), u"%1px"_s.arg(m_unit * quarters));
    }
    sheet.replace(u"@thin"_s, u"%1px"_s.arg(m_unit * 3 / 4));
    sheet.replace(u"@scheme"_s, isDark() ? u"dark"_s : u"light"_s);
    sheet.replace(u"@radius"_s, u"%1px"_s.arg(space(2) - space(1) / 2));
    sheet.replace(u"@smallFont"_s, u"%1pt"_s.arg(font(TextSize::Small).pointSizeF()));
    sheet.replace(u"@titleFont"_s, u"%1pt"_s.arg(font(TextSize::Title).pointSizeF()));
    return sheet;
}

double Theme::contrast(const QColor &first, const QColor &second)
{
    const double a = luminance(first);
    const double b = luminance(second);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

bool Theme::looksDark(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() <
           palette.color(QPalette::WindowText).lightness();
}

QFont Theme::preferredFont(const QFont &systemFont)
{
    if (!QFontInfo(systemFont).family().startsWith("DejaVu"_L1))
        return systemFont;
    for (const auto &family : {u"Inter"_s, u"Noto Sans"_s, u"Noto Sans CJK JP"_s}) {
        if (!QFontDatabase::hasFamily(family))
            continue;
        QFont result = systemFont;
        // DejaVu has some faces, too, in black and white.
        result.setFamilies({family, u"Noto Color Emoji"_s, systemFont.family()});
        return result;
    }
    return systemFont;
}

void Theme::updateUnit()
{
    // Of the size of the letters, not of the line: CJK fonts have lines a third taller.
    m_unit = std::max(3, qRound(QFontInfo(m_font).pixelSize() * 0.32));
}

} // namespace kodama
