// Whom TLS connections believe beside the authorities that the system knows.
#pragma once

#include "app/core/commandline.h"

#include <optional>

namespace kodama {

/// Trusts the certificates in a PEM file, too, in every connection of this process that is made
/// from now on: those of a private authority, or a server's own that signs itself. What is wrong
/// with the file otherwise, and nothing is changed.
[[nodiscard]] std::optional<CommandLineError> trustCertificatesIn(const QString &file);

} // namespace kodama
