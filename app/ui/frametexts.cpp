#include "app/ui/frametexts.h"

#include "app/core/errortext.h"
#include "app/core/inspect/framefilter.h"
#include "app/core/inspect/framelogmodel.h"
#include "app/core/inspect/frametext.h"
#include "app/ui/icons.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace kodama {

using namespace Qt::StringLiterals;

namespace {

class Text
{
    Q_DECLARE_TR_FUNCTIONS(CloseMeaning)
};

Frame::Kind kindOf(const QModelIndex &index)
{
    return static_cast<Frame::Kind>(index.data(FrameLogModel::KindRole).toInt());
}

Frame::Direction directionOf(const QModelIndex &index)
{
    return static_cast<Frame::Direction>(index.data(FrameLogModel::DirectionRole).toInt());
}

QString contentText(const Frame &frame)
{
    if (frame.kind != Frame::Kind::Close)
        return framePreview(frame);
    const quint16 code = closeCodeOf(frame.payload);
    const QString reason = singleLine(closeReasonOf(frame.payload));
    const QString meaning =
        code == 0 ? closeMeaning(code) : u"%1 · %2"_s.arg(code).arg(closeMeaning(code));
    return reason.isEmpty() ? meaning : u"%1 · “%2”"_s.arg(meaning, reason);
}

} // namespace

QString closeMeaning(quint16 code)
{
    constexpr quint16 noCode = 0;
    constexpr quint16 missingExtension = 1010;
    constexpr quint16 tlsFailed = 1015;
    const QString known = closeCodeText(code);
    if (!known.isEmpty())
        return known;
    if (code == noCode)
        return Text::tr("without a code");
    if (code == missingExtension)
        return Text::tr("an extension is missing");
    if (code == tlsFailed)
        return Text::tr("TLS could not be agreed on");
    if (code >= 4000 && code <= 4999)
        return Text::tr("a code of the application's own");
    if (code >= 3000 && code <= 3999)
        return Text::tr("a code registered by a library");
    return Text::tr("a code that no standard knows");
}

FrameTexts::FrameTexts(const Theme &theme, QObject *parent)
    : QIdentityProxyModel(parent)
    , m_theme(theme)
{}

QVariant FrameTexts::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return text(index);
    case Qt::DecorationRole:
    case Qt::ForegroundRole:
    case Qt::FontRole:
    case Qt::TextAlignmentRole:
        return look(index, role);
    default:
        return QIdentityProxyModel::data(index, role);
    }
}

QVariant FrameTexts::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == FrameLogModel::SizeColumn ? Qt::AlignRight : Qt::AlignLeft) |
                   Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case FrameLogModel::TimeColumn:
        return tr("Time");
    case FrameLogModel::DirectionColumn:
        return tr("Direction");
    case FrameLogModel::KindColumn:
        return tr("Kind");
    case FrameLogModel::SizeColumn:
        return tr("Size");
    default:
        return tr("Content");
    }
}

QString FrameTexts::directionText(Frame::Direction direction)
{
    return direction == Frame::Direction::Received ? tr("Received") : tr("Sent");
}

QString FrameTexts::kindText(Frame::Kind kind)
{
    switch (kind) {
    case Frame::Kind::Text:
        //: Kind of a WebSocket frame
        return tr("Text");
    case Frame::Kind::Binary:
        //: Kind of a WebSocket frame
        return tr("Binary");
    case Frame::Kind::Ping:
        return u"Ping"_s;
    case Frame::Kind::Pong:
        return u"Pong"_s;
    case Frame::Kind::Close:
        //: Kind of a WebSocket frame
        return tr("Close", "noun");
    }
    return {};
}

QString FrameTexts::timeText(std::chrono::milliseconds time)
{
    return QDateTime::fromMSecsSinceEpoch(time.count()).toString(u"HH:mm:ss.zzz"_s);
}

QString FrameTexts::sizeText(qint64 bytes)
{
    constexpr qint64 kibi = 1024;
    if (bytes < kibi)
        return u"%1 B"_s.arg(QLocale().toString(bytes));
    return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeIecFormat);
}

void FrameTexts::refresh()
{
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

QString FrameTexts::text(const QModelIndex &index)
{
    switch (index.column()) {
    case FrameLogModel::TimeColumn:
        return timeText(
            std::chrono::milliseconds(index.data(FrameLogModel::TimeRole).toLongLong()));
    case FrameLogModel::DirectionColumn:
        return directionText(directionOf(index));
    case FrameLogModel::KindColumn:
        return kindText(kindOf(index));
    case FrameLogModel::SizeColumn:
        return sizeText(index.data(FrameLogModel::SizeRole).toLongLong());
    default:
        return contentText(frameAt(index));
    }
}

QVariant FrameTexts::look(const QModelIndex &index, int role) const
{
    const int column = index.column();
    const Frame::Kind kind = kindOf(index);
    if (role == Qt::DecorationRole && column == FrameLogModel::DirectionColumn) {
        const bool isSent = directionOf(index) == Frame::Direction::Sent;
        return icons::icon(m_theme, isSent ? u"arrow-up"_s : u"arrow-down"_s,
                           isSent ? ThemeColor::Accent : ThemeColor::Link);
    }
    if (role == Qt::ForegroundRole) {
        const bool isBeat = kind == Frame::Kind::Ping || kind == Frame::Kind::Pong;
        return m_theme.color(isBeat || column < FrameLogModel::ContentColumn ? ThemeColor::TextMuted
                                                                             : ThemeColor::Text);
    }
    if (role == Qt::FontRole && column == FrameLogModel::ContentColumn &&
        kind != Frame::Kind::Close)
        return m_theme.font(TextSize::Mono);
    if (role == Qt::TextAlignmentRole && column == FrameLogModel::SizeColumn)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    return {};
}

} // namespace kodama
