#include "server/storeconfig.h"

#include "common/protocol/names.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>

#include <array>
#include <pwd.h>
#include <unistd.h>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

struct Unit
{
    QChar letter;
    qint64 factor = 1;
};

constexpr std::array timeUnits{Unit{u's', 1}, Unit{u'm', 60}, Unit{u'h', 3600}, Unit{u'd', 86400}};
constexpr std::array byteUnits{Unit{u'K', qint64{1} << 10}, Unit{u'M', qint64{1} << 20},
                               Unit{u'G', qint64{1} << 30}};

// A petabyte, or longer than anybody has counted; in milliseconds it fits, too.
constexpr qint64 largest = 1'000'000'000'000'000;

template <size_t N>
std::optional<qint64> parse(const QString &text, const std::array<Unit, N> &units)
{
    static const QRegularExpression form(u"^([0-9]{1,16})([A-Za-z]?)$"_s);
    const auto match = form.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const qint64 number = match.captured(1).toLongLong();
    const QString letter = match.captured(2);
    qint64 factor = letter.isEmpty() ? 1 : 0;
    for (const Unit &unit : units) {
        if (!letter.isEmpty() && letter.at(0).toLower() == unit.letter.toLower())
            factor = unit.factor;
    }
    return factor > 0 && number <= largest / factor ? std::optional(number * factor) : std::nullopt;
}

} // namespace

QString defaultStoreFolder()
{
    // systemd may name several, with colons between.
    QString state = qEnvironmentVariable("STATE_DIRECTORY").section(u':', 0, 0);
    if (!state.isEmpty())
        return state;
    // An address that does not begin at the root is to be ignored, says its specification.
    const QString data = qEnvironmentVariable("XDG_DATA_HOME");
    if (data.startsWith(u'/'))
        return data + u"/kodama"_s;
    // Qt takes the root for the home of whoever has no HOME, as under cron.
    const passwd *user = qEnvironmentVariableIsEmpty("HOME") ? ::getpwuid(::geteuid()) : nullptr;
    const QString home = user ? QFile::decodeName(user->pw_dir) : QDir::homePath();
    return home + u"/.local/share/kodama"_s;
}

std::optional<std::chrono::seconds> parseAge(const QString &text)
{
    if (text.endsWith(u'M'))
        return std::nullopt; // months, or minutes?
    const auto seconds = parse(text, timeUnits);
    return seconds ? std::optional(std::chrono::seconds(*seconds)) : std::nullopt;
}

std::optional<qint64> parseByteCount(const QString &text)
{
    return parse(text, byteUnits);
}

QString storedRoomName(const QString &room)
{
    if (const auto normal = normalizeRoomName(room))
        return normal.value();
    const QString name = room.startsWith(u'#') ? room.sliced(1) : room;
    return name.normalized(QString::NormalizationForm_KC).toCaseFolded();
}

} // namespace kodama
