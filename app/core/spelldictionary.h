// Whether words are spelt as the Hunspell dictionaries on this machine say, and what else they
// might be meant to be. Lives in one thread.
#pragma once

#include <QChar>
#include <QString>
#include <QStringList>

#include <memory>
#include <vector>

namespace kodama {

class SpellDictionary final
{
    Q_DISABLE_COPY_MOVE(SpellDictionary)

public:
    struct Places
    {
        QStringList folders; ///< of LANGUAGE.aff and LANGUAGE.dic; the first that has one counts
        QString ownWords;    ///< file of the words that the person added, one a line; may be absent
    };

    /// Languages such as "de_AT" or "en", dearest first: one that has no dictionary of exactly that
    /// name takes another of the same language. Nothing is read before something is asked.
    SpellDictionary(Places places, QStringList languages);
    ~SpellDictionary();

    /// Where systems keep dictionaries, and the languages that the person reads.
    [[nodiscard]] static QStringList systemFolders();
    [[nodiscard]] static QStringList systemLanguages();
    /// Beside other data of the program; the same for all profiles.
    [[nodiscard]] static QString defaultOwnWords();

    /// Names of the dictionaries that are in use.
    [[nodiscard]] QStringList languages();

    /// False also where no dictionary can judge: a script that none is for.
    [[nodiscard]] bool isMisspelt(const QString &word);

    /// Best first, at most mostSuggestions.
    [[nodiscard]] QStringList suggestions(const QString &word);
    static constexpr qsizetype mostSuggestions = 6;

    /// From now on it is right. False if it could not be written down, and only this run knows it.
    bool learn(const QString &word);

private:
    struct Loaded;

    void load();
    void loadLanguage(const QString &language);

    Places m_places;
    QStringList m_languages;
    bool m_isLoaded = false;
    std::vector<std::unique_ptr<Loaded>> m_loaded;
};

} // namespace kodama
