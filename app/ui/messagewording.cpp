#include "app/ui/messagewording.h"

#include "app/core/isolation.h"

#include <QCoreApplication>
#include <QHash>
#include <QLocale>
#include <QModelIndex>
#include <QTextBoundaryFinder>

#include <algorithm>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;

struct Wording
{
    Q_DECLARE_TR_FUNCTIONS(kodama::Wording)
};

constexpr int spokenCharacters = 2000;

QString withCount(const QString &sentence, const std::optional<qint64> &clients)
{
    if (!clients)
        return sentence;
    //: %1: a whole sentence such as "A joined"; %n: people connected now
    return Wording::tr("%1 · %n online", nullptr, int(*clients)).arg(sentence);
}

QString changeText(const LogEntry &entry)
{
    switch (entry.kind) {
    case LogEntry::Kind::Joined:
        return withCount(Wording::tr("%1 joined").arg(entry.sender), entry.number);
    case LogEntry::Kind::Left:
        return withCount(Wording::tr("%1 left").arg(entry.sender), entry.number);
    case LogEntry::Kind::Renamed:
        return Wording::tr("%1 is now called %2").arg(entry.sender, entry.text);
    case LogEntry::Kind::Away:
        return entry.text.isEmpty() ? Wording::tr("%1 is away").arg(entry.sender)
                                    : Wording::tr("%1 is away: %2").arg(entry.sender, entry.text);
    case LogEntry::Kind::Back:
        return Wording::tr("%1 is back").arg(entry.sender);
    case LogEntry::Kind::Topic:
        return entry.text.isEmpty()
                   ? Wording::tr("%1 removed the topic").arg(entry.sender)
                   : Wording::tr("%1 changed the topic to: %2").arg(entry.sender, entry.text);
    default:
        return entry.text;
    }
}

QString problemText(const LogEntry &entry)
{
    if (entry.kind == LogEntry::Kind::Malformed)
        return Wording::tr("The server sent something that is not a message: %1").arg(entry.text);
    return Wording::tr("The server answered with an error: %1").arg(entry.text);
}

/// What others wrote, where it stands in a sentence of ours.
LogEntry withIsolatedNames(LogEntry entry)
{
    const QString together = entry.sender + entry.text;
    const bool isQuoted = entry.kind == LogEntry::Kind::Renamed ||
                          entry.kind == LogEntry::Kind::Away || entry.kind == LogEntry::Kind::Topic;
    // The direction is the name's: also what is written to the right needs its own then.
    if (entry.isAction && isolated(together) != together)
        entry.text = setApart(entry.text);
    else if (isQuoted)
        entry.text = isolated(entry.text);
    entry.sender = isolated(entry.sender);
    return entry;
}

QString sentenceOf(const LogEntry &entry)
{
    if (entry.isAction)
        return u"%1 %2"_s.arg(entry.sender, entry.text);
    switch (entry.kind) {
    case LogEntry::Kind::Gap:
        return Wording::tr("Older messages are not loaded here.");
    case LogEntry::Kind::Forgotten:
        return Wording::tr("The server does not know what stands above: it is kept here only.");
    case LogEntry::Kind::Welcome:
        return entry.sender.isEmpty()
                   ? entry.text
                   : Wording::tr("%1 · you are %2").arg(entry.text, entry.sender);
    case LogEntry::Kind::Status:
        return Wording::tr("Status: %n online, the server's time is %1", nullptr,
                           int(entry.number.value_or(0)))
            .arg(serverTimeText(entry.text));
    case LogEntry::Kind::Pong:
        return entry.number ? Wording::tr("Pong after %1").arg(roundTripText(*entry.number))
                            : Wording::tr("Pong");
    case LogEntry::Kind::Heartbeat:
        return withCount(Wording::tr("Sign of life from the server"), entry.number);
    case LogEntry::Kind::ServerError:
    case LogEntry::Kind::Malformed:
        return problemText(entry);
    default:
        return changeText(entry);
    }
}

} // namespace

RowShape rowShape(LogEntry::Kind kind)
{
    switch (kind) {
    case LogEntry::Kind::Chat:
    case LogEntry::Kind::Echo:
    case LogEntry::Kind::Custom:
    case LogEntry::Kind::CommandReply:
    case LogEntry::Kind::Notification:
    case LogEntry::Kind::Direct:
    case LogEntry::Kind::Unknown:
        return RowShape::Bubble;
    case LogEntry::Kind::Joined:
    case LogEntry::Kind::Left:
    case LogEntry::Kind::Renamed:
    case LogEntry::Kind::Away:
    case LogEntry::Kind::Back:
    case LogEntry::Kind::Topic:
    case LogEntry::Kind::Gap:
    case LogEntry::Kind::Welcome:
    case LogEntry::Kind::Status:
    case LogEntry::Kind::Pong:
    case LogEntry::Kind::ServerError:
    case LogEntry::Kind::Heartbeat:
    case LogEntry::Kind::Malformed:
    case LogEntry::Kind::Local:
    case LogEntry::Kind::Forgotten:
        return RowShape::Notice;
    }
    return RowShape::Notice;
}

RowShape rowShape(const LogEntry &entry)
{
    return entry.isAction ? RowShape::Notice : rowShape(entry.kind);
}

bool isProblem(LogEntry::Kind kind)
{
    return kind == LogEntry::Kind::ServerError || kind == LogEntry::Kind::Malformed;
}

LogEntry entryAt(const QModelIndex &index)
{
    LogEntry entry;
    entry.kind = LogEntry::Kind(index.data(MessageLogModel::KindRole).toInt());
    entry.sender = index.data(MessageLogModel::SenderRole).toString();
    entry.text = index.data(MessageLogModel::TextRole).toString();
    entry.time = index.data(MessageLogModel::TimeRole).toDateTime();
    entry.isOwn = index.data(MessageLogModel::OwnRole).toBool();
    entry.frame = index.data(MessageLogModel::FrameRole).toByteArray();
    entry.delivery = LogEntry::Delivery(index.data(MessageLogModel::DeliveryRole).toInt());
    entry.isMention = index.data(MessageLogModel::MentionRole).toBool();
    entry.isAction = index.data(MessageLogModel::ActionRole).toBool();
    entry.offset = index.data(MessageLogModel::OffsetRole).toLongLong();
    entry.messageId = index.data(MessageLogModel::MessageIdRole).toString();
    const QVariant number = index.data(MessageLogModel::NumberRole);
    if (number.isValid())
        entry.number = number.toLongLong();
    return entry;
}

QString senderName(const LogEntry &entry)
{
    switch (entry.kind) {
    case LogEntry::Kind::Echo:
        //: Name above the answer of the server to an echo
        return Wording::tr("Echo");
    case LogEntry::Kind::Notification:
    case LogEntry::Kind::Direct:
        return entry.kind == LogEntry::Kind::Direct ? Wording::tr("Server, to you only")
                                                    : Wording::tr("Server, to everyone");
    case LogEntry::Kind::CommandReply:
    case LogEntry::Kind::Unknown:
        //: Name above a message of the server
        return Wording::tr("Server");
    case LogEntry::Kind::Custom:
        return Wording::tr("%1 · custom message").arg(isolated(entry.sender));
    default:
        break;
    }
    //: Name above the messages of this user
    return entry.isOwn ? Wording::tr("You") : entry.sender;
}

QString recordedName(const LogEntry &entry)
{
    return entry.isOwn && !entry.sender.isEmpty() ? entry.sender : senderName(entry);
}

QString bodyText(const LogEntry &entry, NameForm form)
{
    if (rowShape(entry) == RowShape::Bubble)
        return sentenceOf(entry);
    if (form == NameForm::Isolated)
        return sentenceOf(withIsolatedNames(entry));
    // What this program says of itself is a sentence with names already.
    return entry.kind == LogEntry::Kind::Local ? withoutIsolates(entry.text) : sentenceOf(entry);
}

QString runText(const QModelIndex &head, NameForm form)
{
    // Who came and went again counts once, by what happened last.
    QStringList people;
    QHash<QString, bool> isThere;
    const int length = head.data(MessageLogModel::RunLengthRole).toInt();
    for (int i = 0; i < length; ++i) {
        const QModelIndex row = head.siblingAtRow(head.row() + i);
        const QString sender = row.data(MessageLogModel::SenderRole).toString();
        if (!isThere.contains(sender))
            people.append(sender);
        isThere[sender] =
            LogEntry::Kind(row.data(MessageLogModel::KindRole).toInt()) == LogEntry::Kind::Joined;
    }
    const auto gone = std::stable_partition(people.begin(), people.end(),
                                            [&isThere](const QString &p) { return isThere[p]; });
    const auto came = int(gone - people.begin());
    const auto left = int(people.end() - gone);
    if (form == NameForm::Isolated)
        std::transform(people.begin(), people.end(), people.begin(), isolated);
    QStringList parts;
    if (came == 1)
        parts.append(Wording::tr("%1 joined").arg(people.first()));
    else if (came > 1)
        parts.append(Wording::tr("%1 and %n other(s) joined", "", came - 1).arg(people.first()));
    if (left == 1)
        parts.append(Wording::tr("%1 left").arg(*gone));
    else if (left > 1)
        parts.append(Wording::tr("%1 and %n other(s) left", "", left - 1).arg(*gone));
    return parts.join(u" · "_s);
}

QString cutText(const QModelIndex &index)
{
    const int kept = index.data(MessageLogModel::CutRole).toInt();
    if (kept == 0)
        return {};
    //: Above the oldest message. %1: a number; "History" is the page of the settings
    return Wording::tr("The server has older messages; the newest %1 are kept here. The settings "
                       "say how many, under History.")
        .arg(QLocale().toString(kept));
}

QString avatarText(const QString &sender)
{
    const qsizetype colon = sender.lastIndexOf(u':');
    if (colon >= 0 && colon + 1 < sender.size() && sender.back().isDigit())
        return sender.sliced(colon + 1).right(2);
    if (sender.isEmpty())
        return u"?"_s;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, sender);
    return sender.first(finder.toNextBoundary()).toUpper();
}

QString timeText(const QDateTime &time)
{
    return QLocale().toString(time.toLocalTime().time(), QLocale::ShortFormat);
}

QString fullTimeText(const QDateTime &time)
{
    return QLocale().toString(time.toLocalTime(), QLocale::LongFormat);
}

QString dayText(const QDate &day, const QDate &today)
{
    if (day == today)
        return Wording::tr("Today");
    if (day.addDays(1) == today)
        return Wording::tr("Yesterday");
    return QLocale().toString(day, QLocale::LongFormat);
}

QString serverTimeText(const QString &time)
{
    const QDateTime parsed = QDateTime::fromString(time, Qt::ISODateWithMs);
    if (!parsed.isValid())
        return time;
    // The form that all other times have, with seconds: one sees that the clock runs.
    const QLocale locale;
    QString form = locale.timeFormat(QLocale::ShortFormat);
    const qsizetype minutes = form.indexOf("mm"_L1);
    const QChar before = minutes > 0 ? form[minutes - 1] : u':';
    if (minutes >= 0 && !form.contains("ss"_L1))
        form.insert(minutes + 2, (before.isPunct() ? before : u':') + u"ss"_s);
    return locale.toString(parsed.time(), form);
}

QString roundTripText(qint64 microseconds)
{
    const double milliseconds = double(microseconds) / 1000.0;
    const int digits = milliseconds < 1 ? 2 : milliseconds < 10 ? 1 : 0;
    return Wording::tr("%1 ms").arg(QLocale().toString(milliseconds, 'f', digits));
}

QString durationText(qint64 seconds)
{
    constexpr qint64 minute = 60;
    constexpr qint64 hour = 60 * minute;
    constexpr qint64 day = 24 * hour;
    if (seconds < minute)
        return Wording::tr("%1 s", "seconds").arg(seconds);
    if (seconds < hour)
        return Wording::tr("%1 min", "minutes").arg(seconds / minute);
    if (seconds < day)
        return Wording::tr("%1 h %2 min").arg(seconds / hour).arg(seconds % hour / minute);
    return Wording::tr("%1 d %2 h", "days, hours").arg(seconds / day).arg(seconds % day / hour);
}

QString spokenText(const LogEntry &entry)
{
    const QString text = bodyText(entry).left(spokenCharacters);
    const QString spoken = rowShape(entry) == RowShape::Notice
                               ? u"%1, %2"_s.arg(text, timeText(entry.time))
                               : u"%1, %2, %3"_s.arg(senderName(entry), timeText(entry.time), text);
    if (entry.delivery == LogEntry::Delivery::Pending)
        //: %1: a whole message as a screen reader says it
        return Wording::tr("%1, being sent").arg(spoken);
    if (entry.delivery == LogEntry::Delivery::Failed)
        return Wording::tr("%1, not sent").arg(spoken);
    if (entry.delivery == LogEntry::Delivery::Uncertain)
        return Wording::tr("%1, may have arrived").arg(spoken);
    if (entry.isMention)
        return Wording::tr("%1, mentions you").arg(spoken);
    return spoken;
}

QString plainText(const LogEntry &entry)
{
    const QString time = timeText(entry.time);
    if (rowShape(entry) == RowShape::Notice)
        return u"[%1] %2"_s.arg(time, bodyText(entry));
    return u"[%1] %2: %3"_s.arg(time, recordedName(entry), entry.text);
}

} // namespace kodama
