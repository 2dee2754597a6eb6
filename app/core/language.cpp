#include "language.h"

#include <QCoreApplication>
#include <QLibraryInfo>

namespace kodama {

using namespace Qt::StringLiterals;

QString languageName(UiLanguage language)
{
    switch (language) {
    case UiLanguage::System:
        return u"system"_s;
    case UiLanguage::Japanese:
        return u"ja"_s;
    case UiLanguage::English:
        return u"en"_s;
    }
    return {};
}

std::optional<UiLanguage> languageFromName(const QString &name)
{
    for (const UiLanguage language :
         {UiLanguage::System, UiLanguage::Japanese, UiLanguage::English}) {
        if (name == languageName(language))
            return language;
    }
    return std::nullopt;
}

Translations::Translations(QObject *parent)
    : QObject(parent)
{}

Translations::~Translations()
{
    QCoreApplication::removeTranslator(&m_ours);
    QCoreApplication::removeTranslator(&m_qt);
}

void Translations::setLanguage(UiLanguage language)
{
    m_language = language;
    QCoreApplication::removeTranslator(&m_ours);
    QCoreApplication::removeTranslator(&m_qt);
    const QLocale wanted = locale();
    const QString code = wanted.language() == QLocale::Japanese ? u"ja"_s : u"en"_s;
    // The English file holds plural forms only; a build without translations has neither.
    if (m_ours.load(u":/i18n/kodama_"_s + code + u".qm"_s))
        QCoreApplication::installTranslator(&m_ours);
    if (m_qt.load(wanted, u"qtbase"_s, u"_"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qt);
}

QLocale Translations::locale() const
{
    const QLocale system = QLocale::system();
    switch (m_language) {
    case UiLanguage::System:
        // Not uiLanguages(): its first entry is what LANGUAGE and LC_MESSAGES ask for, but dates
        // and numbers of a third language beside English texts would confuse.
        return system.uiLanguages().value(0).startsWith("ja"_L1)
                   ? QLocale(QLocale::Japanese, QLocale::Japan)
                   : (system.language() == QLocale::English ? system : QLocale(QLocale::English));
    case UiLanguage::Japanese:
        return QLocale(QLocale::Japanese, QLocale::Japan);
    case UiLanguage::English:
        return system.language() == QLocale::English ? system : QLocale(QLocale::English);
    }
    return system;
}

} // namespace kodama
