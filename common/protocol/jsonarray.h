// The elements of a JSON array that is already known to be valid.
#pragma once

#include <QByteArrayView>

#include <vector>

namespace kodama {

/// Views into the text, without surrounding space. The text must be valid JSON (a scanned member's
/// value); anything but an array has no elements.
[[nodiscard]] std::vector<QByteArrayView> splitJsonArray(QByteArrayView value);

} // namespace kodama
