// What a client reads out of a server's bytes.
#pragma once

#include <QByteArrayList>
#include <QtEndian>

namespace kodama {

/// The payloads of whole frames, one behind the other. Server frames are not masked: two bytes,
/// then none, two or eight of length.
inline QByteArrayList payloadsOf(const QByteArray &frames)
{
    QByteArrayList payloads;
    for (qsizetype at = 0; at < frames.size();) {
        qsizetype size = uchar(frames[at + 1]);
        qsizetype header = 2;
        if (size == 126) {
            size = qFromBigEndian<quint16>(frames.constData() + at + header);
            header = 4;
        } else if (size == 127) {
            size = qFromBigEndian<qint64>(frames.constData() + at + header);
            header = 10;
        }
        payloads.append(frames.sliced(at + header, size));
        at += header + size;
    }
    return payloads;
}

} // namespace kodama
