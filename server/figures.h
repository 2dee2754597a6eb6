// What a server knows about itself and tells who asks for its `status`.
#pragma once

#include <QtGlobal>

#include <optional>

namespace kodama {

struct Figures
{
    qint64 uptimeSeconds = 0;
    qint64 messagesPerSecond = 0; ///< received
    qint64 bytesPerSecond = 0;    ///< received and sent
    std::optional<qint64> rooms;
};

class FigureSource
{
public:
    virtual ~FigureSource() = default;

    [[nodiscard]] virtual Figures figures() = 0;
};

} // namespace kodama
