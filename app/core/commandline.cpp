#include "commandline.h"

#include "app/core/errortext.h"
#include "app/core/serverurl.h"
#include "common/protocol/names.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <utility>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

/// Options of Qt's own that QApplication reads itself; each takes a value.
constexpr std::array qtOptions{"platform"_L1, "style"_L1, "stylesheet"_L1, "qwindowgeometry"_L1};

constexpr std::array valueOptions{"--url"_L1, "--language"_L1, "--ca"_L1,   "--profile"_L1,
                                  "--dnd"_L1, "--nick"_L1,     "--room"_L1, "--wait"_L1};

bool isValueOption(const QString &option)
{
    return std::find(valueOptions.begin(), valueOptions.end(), option) != valueOptions.end();
}

bool isQtOption(const QString &argument)
{
    for (const QLatin1StringView option : qtOptions) {
        if (argument == u'-' + QString(option) || argument == u"--"_s + QString(option))
            return true;
    }
    return false;
}

/// Reads the arguments one after the other; remembers the first thing that is wrong.
class Reader
{
public:
    explicit Reader(const QStringList &arguments)
        : m_arguments(arguments)
    {}

    Result<AppCommandLine, CommandLineError> read();

private:
    void readOption(const QString &argument);
    void setMode(AppCommandLine::Mode mode, const QString &argument);
    void setUrl(const QString &text);
    void setLanguage(const QString &text);
    void setProfile(const QString &text);
    void setQuiet(const QString &text);
    void readValue(const QString &text);
    void setNick(const QString &text);
    void addRoom(const QString &text);
    void setPatience(const QString &text);
    [[nodiscard]] std::optional<QString> value();
    void fail(CommandLineError::Kind kind, const QString &argument, const QString &detail = {});

    const QStringList &m_arguments;
    qsizetype m_next = 0;
    QString m_option; ///< of the current argument, without `=value`
    std::optional<QString> m_attached;
    AppCommandLine m_result;
    QString m_modeOption;
    QString m_consoleOption; ///< one that only the console knows
    std::optional<CommandLineError> m_error;
};

Result<AppCommandLine, CommandLineError> Reader::read()
{
    bool onlyPositional = false;
    while (m_next < m_arguments.size() && !m_error) {
        const QString &argument = m_arguments[m_next++];
        if (!onlyPositional && argument == "--"_L1)
            onlyPositional = true;
        else if (!onlyPositional && argument.startsWith(u'-') && argument.size() > 1)
            readOption(argument);
        else if (m_result.url)
            fail(CommandLineError::Kind::TooManyArguments, argument);
        else
            setUrl(argument);
    }
    if (!m_error && m_result.json && m_result.mode != AppCommandLine::Mode::Demo)
        fail(CommandLineError::Kind::NeedsOption, u"--json"_s, u"--demo"_s);
    const bool isConsole = m_result.mode == AppCommandLine::Mode::Console ||
                           m_result.mode == AppCommandLine::Mode::Help;
    if (!m_error && !isConsole && !m_consoleOption.isEmpty())
        fail(CommandLineError::Kind::NeedsOption, m_consoleOption, u"--console"_s);
    if (m_error)
        return *m_error;
    return m_result;
}

void Reader::readOption(const QString &argument)
{
    const qsizetype equals = argument.indexOf(u'=');
    const bool isLong = argument.startsWith("--"_L1) && equals > 0;
    m_option = isLong ? argument.left(equals) : argument;
    m_attached = isLong ? std::optional(argument.mid(equals + 1)) : std::nullopt;
    const bool takesValue = isValueOption(m_option) || isQtOption(m_option);
    if (m_attached && !takesValue)
        return fail(CommandLineError::Kind::UnexpectedValue, m_option);
    if (m_option == "--help"_L1 || m_option == "-h"_L1)
        setMode(AppCommandLine::Mode::Help, m_option);
    else if (m_option == "--version"_L1 || m_option == "-v"_L1)
        setMode(AppCommandLine::Mode::Version, m_option);
    else if (m_option == "--demo"_L1)
        setMode(AppCommandLine::Mode::Demo, m_option);
    else if (m_option == "--console"_L1)
        setMode(AppCommandLine::Mode::Console, m_option);
    else if (m_option == "--json"_L1)
        m_result.json = true;
    else if (m_option == "--new-window"_L1)
        m_result.newWindow = true;
    else if (!takesValue)
        fail(CommandLineError::Kind::UnknownOption, argument);
    else if (const std::optional<QString> text = value(); !text)
        fail(CommandLineError::Kind::MissingValue, m_option);
    else
        readValue(*text);
}

void Reader::readValue(const QString &text)
{
    if (m_option == "--url"_L1)
        setUrl(text);
    else if (m_option == "--language"_L1)
        setLanguage(text);
    else if (m_option == "--ca"_L1 && text.isEmpty())
        fail(CommandLineError::Kind::MissingValue, m_option);
    else if (m_option == "--ca"_L1)
        m_result.trustedFile = text;
    else if (m_option == "--profile"_L1)
        setProfile(text);
    else if (m_option == "--dnd"_L1)
        setQuiet(text);
    else if (m_option == "--nick"_L1)
        setNick(text);
    else if (m_option == "--room"_L1)
        addRoom(text);
    else if (m_option == "--wait"_L1)
        setPatience(text);
}

void Reader::setMode(AppCommandLine::Mode mode, const QString &argument)
{
    // --help beside anything else is a wish for help.
    if (m_result.mode == AppCommandLine::Mode::Help)
        return;
    if (mode != AppCommandLine::Mode::Help && !m_modeOption.isEmpty() && m_result.mode != mode)
        return fail(CommandLineError::Kind::Contradiction, argument, m_modeOption);
    m_result.mode = mode;
    m_modeOption = argument;
}

void Reader::setUrl(const QString &text)
{
    if (m_result.url)
        return fail(CommandLineError::Kind::TooManyArguments, text);
    const Result<QUrl, ServerUrlError> url = parseServerUrl(text);
    if (url)
        m_result.url = url.value();
    else
        fail(CommandLineError::Kind::BadUrl, text, errorText(url.error()));
}

void Reader::setLanguage(const QString &text)
{
    m_result.language = languageFromName(text);
    if (!m_result.language)
        fail(CommandLineError::Kind::BadLanguage, text);
}

void Reader::setProfile(const QString &text)
{
    // It becomes part of a file's name.
    static const QRegularExpression allowed(u"^[A-Za-z0-9_-]{1,32}$"_s);
    if (!allowed.match(text).hasMatch())
        return fail(CommandLineError::Kind::BadProfile, text);
    m_result.profile = text;
}

void Reader::setQuiet(const QString &text)
{
    m_result.dnd = quietModeFromName(text);
    if (!m_result.dnd)
        return fail(CommandLineError::Kind::BadQuietMode, text);
    setMode(AppCommandLine::Mode::DoNotDisturb, m_option);
}

void Reader::setNick(const QString &text)
{
    const auto nick = normalizeNick(text);
    if (!nick)
        return fail(CommandLineError::Kind::BadName, m_option, text);
    m_result.nick = nick.value();
    m_consoleOption = m_option;
}

void Reader::addRoom(const QString &text)
{
    const auto room = normalizeTarget(text);
    if (!room)
        return fail(CommandLineError::Kind::BadName, m_option, text);
    m_result.rooms += room.value();
    m_consoleOption = m_option;
}

void Reader::setPatience(const QString &text)
{
    constexpr int mostSeconds = 7 * 24 * 3600; // then a session is forgotten
    bool isNumber = false;
    const int seconds = text.toInt(&isNumber);
    if (!isNumber || seconds < 0 || seconds > mostSeconds)
        return fail(CommandLineError::Kind::BadSeconds, m_option, text);
    m_result.patience = std::chrono::seconds(seconds);
    m_consoleOption = m_option;
}

std::optional<QString> Reader::value()
{
    if (m_attached)
        return m_attached;
    if (m_next < m_arguments.size() && !m_arguments[m_next].startsWith("--"_L1))
        return m_arguments[m_next++];
    return std::nullopt;
}

void Reader::fail(CommandLineError::Kind kind, const QString &argument, const QString &detail)
{
    if (!m_error)
        m_error = CommandLineError{kind, argument, detail};
}

} // namespace

QString quietModeName(QuietMode mode)
{
    switch (mode) {
    case QuietMode::On:
        return u"on"_s;
    case QuietMode::Off:
        return u"off"_s;
    case QuietMode::Toggle:
        return u"toggle"_s;
    }
    return {};
}

std::optional<QuietMode> quietModeFromName(const QString &name)
{
    for (const QuietMode mode : {QuietMode::On, QuietMode::Off, QuietMode::Toggle}) {
        if (name == quietModeName(mode))
            return mode;
    }
    return std::nullopt;
}

QStringList argumentsOf(int argc, char **argv)
{
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    return arguments;
}

Result<AppCommandLine, CommandLineError> parseCommandLine(const QStringList &arguments)
{
    return Reader(arguments).read();
}

UiLanguage languageOf(const QStringList &arguments)
{
    const QString option = u"--language"_s;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        QString name;
        if (arguments[i] == option)
            name = arguments.value(i + 1);
        else if (arguments[i].startsWith(option + u'='))
            name = arguments[i].mid(option.size() + 1);
        if (const std::optional<UiLanguage> language = languageFromName(name))
            return *language;
    }
    return UiLanguage::System;
}

} // namespace kodama
