// Colours by meaning, spacing and type scale: the only place that knows a hex value or a size.
#pragma once

#include "app/core/preferences.h"

#include <QColor>
#include <QFont>
#include <QObject>
#include <QPalette>

class QString;

namespace kodama {

/// What a colour is for. One table in theme.cpp gives each a light and a dark value.
enum class ThemeColor {
    Window,       ///< behind everything
    Surface,      ///< behind the messages
    Raised,       ///< panels, menus, dialogs' fields
    Field,        ///< where one types
    Border,       ///< lines between areas
    FieldBorder,  ///< the edge of a control; 3:1 against what it stands on
    Text,         ///< what is read
    TextMuted,    ///< times, captions; still 4.5:1
    TextDisabled, ///< controls that do nothing now
    Accent,       ///< the one colour of the program
    AccentHover,  ///< the same under the mouse
    AccentSoft,   ///< a tint of it behind hovered and chosen things
    TextOnAccent, ///< text on Accent
    BubbleOther,  ///< messages of others
    BubbleOwn,    ///< messages of this user
    BubbleEcho,   ///< answers meant for this user alone
    BubbleEdge,   ///< a faint line round a bubble
    TextOwn,      ///< text on BubbleOwn
    MutedOwn,     ///< time on BubbleOwn
    Pill,         ///< day separators and notices
    TextPill,     ///< text on Pill
    Link,         ///< links on any bubble
    SelectedRow,  ///< behind selected messages
    Success,      ///< connected
    Warning,      ///< connecting, waiting
    WarningSoft,  ///< behind a warning
    Danger,       ///< failed
    DangerSoft,   ///< behind a failure
    Hit,          ///< behind text that was found
    HitCurrent,   ///< behind the one that is looked at
    TextHit,      ///< text on both
    Shadow,       ///< under things that float
};

/// Text sizes, relative to the user's font.
enum class TextSize { Small, Body, Strong, Title, Mono };

/// The look for one scheme and one base font. Lives in the GUI thread.
class Theme final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Theme)

public:
    /// `systemIsDark` says what System means; see looksDark().
    explicit Theme(const QFont &baseFont, bool systemIsDark = false, QObject *parent = nullptr);

    [[nodiscard]] ThemeMode mode() const noexcept { return m_mode; }
    void setMode(ThemeMode mode);
    void setSystemIsDark(bool systemIsDark);
    void setBaseFont(const QFont &font);
    void setDensity(Density density);
    [[nodiscard]] Density density() const noexcept { return m_density; }
    /// Whoever moves or blinks something on its own asks first.
    void setReducedMotion(bool isReduced);
    [[nodiscard]] bool hasReducedMotion() const noexcept { return m_hasReducedMotion; }
    [[nodiscard]] const QFont &baseFont() const noexcept { return m_font; }

    [[nodiscard]] bool isDark() const noexcept;
    [[nodiscard]] QColor color(ThemeColor role) const;

    /// A colour for a person, the same in every run, readable as text on bubbles (4.5:1) and as
    /// ground for avatarInk().
    [[nodiscard]] QColor senderColor(const QString &sender) const;
    [[nodiscard]] QColor avatarInk() const;
    static constexpr int senderColorCount = 12;
    [[nodiscard]] QColor senderColorAt(int slot) const;
    /// The same for a person who is away: a ground for Text (4.5:1).
    [[nodiscard]] QColor paleSenderColor(const QString &sender) const;
    [[nodiscard]] QColor paleSenderColorAt(int slot) const;

    [[nodiscard]] QFont font(TextSize size) const;

    /// Pixels for `quarters` quarters of a line of text: the one unit of every distance. Gaps (up
    /// to `largestGap`) follow the density; what is larger is the size of something.
    [[nodiscard]] int space(int quarters) const noexcept;
    static constexpr int largestGap = 6;
    /// The same for the size of something, which no density changes.
    [[nodiscard]] int size(int quarters) const noexcept { return m_unit * quarters; }
    [[nodiscard]] int iconSize() const noexcept { return m_unit * 5; }

    [[nodiscard]] QPalette palette() const;
    [[nodiscard]] QString styleSheet() const;

    /// WCAG 2 contrast ratio, 1 to 21.
    [[nodiscard]] static double contrast(const QColor &first, const QColor &second);
    [[nodiscard]] static bool looksDark(const QPalette &palette);

    /// The font to use where the system's is only fontconfig's last resort: one design for Latin
    /// and Japanese on one line.
    [[nodiscard]] static QFont preferredFont(const QFont &systemFont);

Q_SIGNALS:
    /// Colours or sizes are others now; palette and style sheet have to be set again.
    void changed();

private:
    void updateUnit();

    QFont m_font;
    ThemeMode m_mode = ThemeMode::System;
    Density m_density = Density::Comfortable;
    bool m_isSystemDark;
    bool m_hasReducedMotion = false;
    int m_unit = 4;
};

} // namespace kodama
