// Which process listens on a TCP port of this machine, as far as /proc tells us.
#pragma once

#include <QString>

#include <filesystem>
#include <optional>

namespace kodama {

struct PortHolder
{
    qint64 pid = 0;
    QString name; ///< of the program, cut to 15 bytes by the kernel
};

/// Nothing if nobody listens there, or if it is another user's process, which only root may see.
[[nodiscard]] std::optional<PortHolder> findPortHolder(quint16 port,
                                                       const std::filesystem::path &proc = "/proc");

} // namespace kodama
