// Writing to a descriptor that is no socket: standard output, standard error.
#pragma once

#include <QByteArrayView>

namespace kodama {

/// Writes everything, waiting for a reader if need be. Why not, as errno; 0 if it did.
[[nodiscard]] int writeWhole(int descriptor, QByteArrayView bytes);

} // namespace kodama
