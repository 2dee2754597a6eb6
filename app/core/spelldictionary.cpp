#include "app/core/spelldictionary.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLocale>
#include <QSaveFile>
#include <QStandardPaths>
#include <QStringConverter>

#include <algorithm>
#include <hunspell/hunspell.hxx>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestWord = 100; // UTF-16 units; Hunspell's own bound is of that size

QChar::Script scriptOf(const QString &language)
{
    switch (QLocale(language).script()) {
    case QLocale::CyrillicScript:
        return QChar::Script_Cyrillic;
    case QLocale::GreekScript:
        return QChar::Script_Greek;
    case QLocale::ArmenianScript:
        return QChar::Script_Armenian;
    case QLocale::HebrewScript:
        return QChar::Script_Hebrew;
    case QLocale::ArabicScript:
        return QChar::Script_Arabic;
    default:
        return QChar::Script_Latin;
    }
}

QString withPlainApostrophes(QString word)
{
    return word.replace(u'\u2019', u'\'');
}

// Path without the suffix, of exactly that language or else of any that begins like it.
QString findDictionary(const QStringList &folders, const QString &language)
{
    const QStringList patterns{language, language.section(u'_', 0, 0) + u"_*"_s};
    for (const QString &pattern : patterns) {
        for (const QString &folder : folders) {
            const QFileInfoList found =
                QDir(folder).entryInfoList({pattern + u".aff"_s}, QDir::Files, QDir::Name);
            for (const QFileInfo &affixes : found) {
                const QString path = affixes.path() + u'/' + affixes.completeBaseName();
                if (QFile::exists(path + u".dic"_s))
                    return path;
            }
        }
    }
    return {};
}

QStringList readLines(const QString &path)
{
    QFile file(path);
    if (path.isEmpty() || !file.open(QIODevice::ReadOnly))
        return {};
    return QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
}

} // namespace

struct SpellDictionary::Loaded
{
    explicit Loaded(const QString &path)
        : name(QFileInfo(path).fileName())
        , script(scriptOf(name))
        , hunspell(QFile::encodeName(path + u".aff"_s).constData(),
                   QFile::encodeName(path + u".dic"_s).constData())
        , encode(hunspell.get_dict_encoding().c_str())
        , decode(hunspell.get_dict_encoding().c_str())
    {}

    [[nodiscard]] std::string encoded(const QString &word)
    {
        return QByteArray(encode(withPlainApostrophes(word))).toStdString();
    }

    QString name;
    QChar::Script script;
    Hunspell hunspell;
    QStringEncoder encode;
    QStringDecoder decode;
};

SpellDictionary::SpellDictionary(Places places, QStringList languages)
    : m_places(std::move(places))
    , m_languages(std::move(languages))
{}

SpellDictionary::~SpellDictionary() = default;

QStringList SpellDictionary::systemFolders()
{
    QStringList folders = QStandardPaths::locateAll(QStandardPaths::GenericDataLocation,
                                                    u"hunspell"_s, QStandardPaths::LocateDirectory);
    return folders << u"/usr/share/hunspell"_s << u"/usr/share/myspell/dicts"_s;
}

QStringList SpellDictionary::systemLanguages()
{
    QStringList languages;
    for (QString language : QLocale::system().uiLanguages()) {
        language.replace(u'-', u'_');
        languages.append(language == u"C"_s ? u"en_US"_s : language);
    }
    return languages;
}

QString SpellDictionary::defaultOwnWords()
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    return folder.isEmpty() ? QString() : folder + u"/kodama/words.txt"_s;
}

QStringList SpellDictionary::languages()
{
    load();
    QStringList names;
    for (const auto &dictionary : m_loaded)
        names.append(dictionary->name);
    return names;
}

void SpellDictionary::load()
{
    if (std::exchange(m_isLoaded, true))
        return;
    for (const QString &language : std::as_const(m_languages))
        loadLanguage(language);
    for (const QString &word : readLines(m_places.ownWords)) {
        for (const auto &dictionary : m_loaded)
            dictionary->hunspell.add(dictionary->encoded(word));
    }
}

void SpellDictionary::loadLanguage(const QString &language)
{
    const QString path = findDictionary(m_places.folders, language);
    const QString name = QFileInfo(path).fileName();
    const bool isThere = std::any_of(m_loaded.begin(), m_loaded.end(),
                                     [&name](const auto &loaded) { return loaded->name == name; });
    if (path.isEmpty() || isThere)
        return;
    auto loaded = std::make_unique<Loaded>(path);
    if (loaded->encode.isValid() && loaded->decode.isValid())
        m_loaded.push_back(std::move(loaded));
}

bool SpellDictionary::isMisspelt(const QString &word)
{
    load();
    if (word.isEmpty() || word.size() > longestWord)
        return false;
    bool isJudged = false;
    for (const auto &dictionary : m_loaded) {
        if (dictionary->script != word.front().script())
            continue;
        isJudged = true;
        if (dictionary->hunspell.spell(dictionary->encoded(word)))
            return false;
    }
    return isJudged;
}

QStringList SpellDictionary::suggestions(const QString &word)
{
    load();
    QStringList all;
    for (const auto &dictionary : m_loaded) {
        if (word.isEmpty() || dictionary->script != word.front().script())
            continue;
        for (const std::string &found : dictionary->hunspell.suggest(dictionary->encoded(word)))
            all.append(dictionary->decode(QByteArray::fromStdString(found)));
    }
    all.removeDuplicates();
    return all.first(std::min(all.size(), mostSuggestions));
}

bool SpellDictionary::learn(const QString &word)
{
    load();
    for (const auto &dictionary : m_loaded)
        dictionary->hunspell.add(dictionary->encoded(word));
    if (m_places.ownWords.isEmpty())
        return false;
    QStringList words = readLines(m_places.ownWords);
    words.append(word);
    words.removeDuplicates();
    QDir().mkpath(QFileInfo(m_places.ownWords).path());
    QSaveFile file(m_places.ownWords);
    return file.open(QIODevice::WriteOnly) && file.write(words.join(u'\n').toUtf8() + '\n') > 0 &&
           file.flush() && file.commit();
}

} // namespace kodama
