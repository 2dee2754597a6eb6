#include "app/ui/settingspages.h"

#include <QCoreApplication>
#include <QFontComboBox>
#include <QSpinBox>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;

class Text
{
    Q_DECLARE_TR_FUNCTIONS(SettingsPages)
};

template <typename Value>
using Choices = QList<SettingsPage::Choice<Value>>;

// Writes one member; `change` is the editor's, which outlives the page.
template <typename Value>
std::function<void(const Value &)> setter(const PreferencesEditor &editor,
                                          Value Preferences::*member)
{
    return [change = editor.change, member](const Value &value) {
        change([member, &value](Preferences &all) { all.*member = value; });
    };
}

std::function<void(bool)> switcher(const PreferencesEditor &editor, bool Preferences::*member)
{
    return [set = setter(editor, member)](bool isOn) { set(isOn); };
}

void addFont(SettingsPage &page, const PreferencesEditor &editor)
{
    const Preferences &now = editor.now;
    page.addSwitch({u"ownFontSwitch"_s, Text::tr("Use a font of my own"), {}},
                   !now.fontFamily.isEmpty(), [change = editor.change, &page](bool isOn) {
                       auto *box = page.findChild<QFontComboBox *>(u"fontBox"_s);
                       box->setEnabled(isOn);
                       const QString family = isOn ? box->currentFont().family() : QString();
                       change([&family](Preferences &all) { all.fontFamily = family; });
                   });
    auto *fonts = new QFontComboBox;
    fonts->setEditable(false); // typing finds an entry all the same
    fonts->setFontFilters(QFontComboBox::ScalableFonts);
    fonts->setCurrentFont(now.fontFamily.isEmpty() ? page.font() : QFont(now.fontFamily));
    fonts->setEnabled(!now.fontFamily.isEmpty());
    fonts->setMinimumWidth(fonts->fontMetrics().averageCharWidth() * 12);
    fonts->setMaximumWidth(fonts->fontMetrics().averageCharWidth() * 40);
    page.addControl({u"fontBox"_s, Text::tr("Font"),
                     Text::tr("Characters that it lacks come from the system's fonts.")},
                    fonts);
    QObject::connect(fonts, &QFontComboBox::currentFontChanged, &page,
                     [set = setter(editor, &Preferences::fontFamily)](const QFont &font) {
                         set(font.family());
                     });
    QSpinBox *size = page.addNumber({u"fontSizeBox"_s, Text::tr("Font size"),
                                     Text::tr("Of the letters everywhere in the window.")},
                                    Text::tr(" pt"), {minimumFontPoints - 1, maximumFontPoints},
                                    now.fontPoints == 0 ? minimumFontPoints - 1 : now.fontPoints,
                                    [set = setter(editor, &Preferences::fontPoints)](int points) {
                                        set(points < minimumFontPoints ? 0 : points);
                                    });
    size->setSpecialValueText(Text::tr("Like the system"));
}

} // namespace

SettingsPage *makeAppearancePage(const Theme &theme, const PreferencesEditor &editor)
{
    const Preferences &now = editor.now;
    //: Title of a page of the settings
    auto *page = new SettingsPage(theme, Text::tr("Appearance"));
    page->addChoice(
        {u"themeBox"_s, Text::tr("Theme"),
         Text::tr("Like the system also follows when the system changes at nightfall.")},
        Choices<ThemeMode>{{Text::tr("Like the system"), ThemeMode::System},
                           {Text::tr("Light"), ThemeMode::Light},
                           {Text::tr("Dark"), ThemeMode::Dark}},
        now.theme, setter(editor, &Preferences::theme));
    QSpinBox *zoom = page->addNumber(
        {u"zoomBox"_s, Text::tr("Zoom"),
         Text::tr("Everything in the window, text and pictures, becomes larger or smaller.")},
        Text::tr(" %"), {minimumZoomPercent, maximumZoomPercent}, now.zoomPercent,
        [set = setter(editor, &Preferences::zoomPercent)](int percent) { set(percent); });
    zoom->setSingleStep(10);
    addFont(*page, editor);
    page->addChoice(
        {u"densityBox"_s, Text::tr("Density"), Text::tr("How much room there is between things.")},
        Choices<Density>{{Text::tr("Comfortable"), Density::Comfortable},
                         {Text::tr("Compact"), Density::Compact}},
        now.density, setter(editor, &Preferences::density));
    page->addSwitch({u"motionSwitch"_s, Text::tr("Reduce motion"),
                     Text::tr("Nothing slides, fades or blinks, not even the text cursor.")},
                    now.reducedMotion, switcher(editor, &Preferences::reducedMotion));
    return page;
}

SettingsPage *makeLanguagePage(const Theme &theme, const PreferencesEditor &editor)
{
    //: Title of a page of the settings
    auto *page = new SettingsPage(theme, Text::tr("Language"));
    page->addChoice({u"languageBox"_s, Text::tr("Language of the program"),
                     Text::tr("Also decides how dates and numbers are written.")},
                    Choices<UiLanguage>{{Text::tr("Like the system"), UiLanguage::System},
                                        {u"日本語"_s, UiLanguage::Japanese},
                                        {u"English"_s, UiLanguage::English}},
                    editor.now.language, setter(editor, &Preferences::language));
    return page;
}

SettingsPage *makeWritingPage(const Theme &theme, const PreferencesEditor &editor)
{
    const Preferences &now = editor.now;
    //: Title of a page of the settings
    auto *page = new SettingsPage(theme, Text::tr("Writing"));
    page->addChoice(
        {u"sendKeyBox"_s, Text::tr("Send with"),
         Text::tr("While an input method composes, Enter always belongs to the input method.")},
        Choices<SendKey>{{Text::tr("Enter (Shift+Enter starts a new line)"), SendKey::Enter},
                         {Text::tr("Ctrl+Enter (Enter starts a new line)"), SendKey::ControlEnter}},
        now.sendKey, setter(editor, &Preferences::sendKey));
    page->addSwitch({u"pasteSwitch"_s, Text::tr("Ask before a long text is pasted"), {}},
                    now.asksBeforeLongPaste, switcher(editor, &Preferences::asksBeforeLongPaste));
    page->addSwitch({u"spellSwitch"_s, Text::tr("Underline misspelt words"),
                     Text::tr("In the languages of the system that a Hunspell dictionary is "
                              "installed for. The context menu offers better words.")},
                    now.checksSpelling, switcher(editor, &Preferences::checksSpelling));
    return page;
}

SettingsPage *makeNotificationsPage(const Theme &theme, const PreferencesEditor &editor)
{
    const Preferences &now = editor.now;
    //: Title of a page of the settings
    auto *page = new SettingsPage(theme, Text::tr("Notifications"));
    page->addSwitch({u"quietSwitch"_s, Text::tr("Do not disturb"),
                     Text::tr("No notification, no sound and no badge until this is off again.")},
                    now.doNotDisturb, switcher(editor, &Preferences::doNotDisturb));
    page->addChoice(
        {u"attentionBox"_s, Text::tr("Notify me of"),
         Text::tr("Only while the window is not in front. A room may have a choice of its own.")},
        Choices<Attention>{
            {Text::tr("Every message"), Attention::All},
            {Text::tr("Messages that name me or are for me alone"), Attention::Mentions},
            {Text::tr("Nothing"), Attention::Nothing}},
        now.attention, setter(editor, &Preferences::attention));
    page->addSwitch({u"notificationTextSwitch"_s, Text::tr("Show what was written"),
                     Text::tr("Otherwise a notification only says that there is something new.")},
                    now.showsTextInNotifications,
                    switcher(editor, &Preferences::showsTextInNotifications));
    page->addSwitch({u"soundSwitch"_s, Text::tr("Play a sound"), {}}, now.sound,
                    switcher(editor, &Preferences::sound));
    return page;
}

SettingsPage *makeHistoryPage(const Theme &theme, const PreferencesEditor &editor)
{
    //: Title of a page of the settings
    auto *page = new SettingsPage(theme, Text::tr("History"));
    QSpinBox *rows = page->addNumber(
        {u"scrollbackBox"_s, Text::tr("Messages kept in the window"),
         Text::tr("When there are more, the oldest leave the window; with fewer it needs less "
                  "memory.")},
        {}, {minimumScrollbackRows, maximumScrollbackRows}, editor.now.scrollbackRows,
        [set = setter(editor, &Preferences::scrollbackRows)](int count) { set(count); });
    rows->setSingleStep(1000);
    return page;
}

} // namespace kodama
