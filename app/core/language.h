// The languages of the program, and putting one of them into force.
#pragma once

#include <QLocale>
#include <QObject>
#include <QString>
#include <QTranslator>

#include <optional>

namespace kodama {

enum class UiLanguage { System, Japanese, English };

/// `ja`, `en`, `system`: what settings and --language hold.
[[nodiscard]] QString languageName(UiLanguage language);
[[nodiscard]] std::optional<UiLanguage> languageFromName(const QString &name);

/// Installs our texts (`:/i18n/kodama_<ja|en>.qm`) and Qt's own into the application object; one
/// per program, made after and destroyed before that object. Widgets get QEvent::LanguageChange.
class Translations final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Translations)

public:
    explicit Translations(QObject *parent = nullptr);
    ~Translations() override;

    /// System follows the locale: Japanese where that is the user's language, else English.
    void setLanguage(UiLanguage language);
    [[nodiscard]] UiLanguage language() const { return m_language; }

    /// The locale to format dates and numbers with: the user's own if it is of this language.
    [[nodiscard]] QLocale locale() const;

private:
    UiLanguage m_language = UiLanguage::System;
    QTranslator m_ours;
    QTranslator m_qt;
};

} // namespace kodama
