// CRC-32 (the one of zip and Ethernet): notices what a disk changed by itself.
#pragma once

#include <QByteArrayView>

namespace kodama {

/// Of the bytes; several pieces by handing on what the last one gave.
[[nodiscard]] quint32 checksum(QByteArrayView bytes, quint32 before = 0);

} // namespace kodama
