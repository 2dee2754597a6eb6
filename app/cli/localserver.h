// A server inside this program, for the demo. Who makes it is not known here: main.cpp hands over a
// factory, so that client and server libraries do not see each other.
#pragma once

#include "app/core/language.h"

#include <QtGlobal>

#include <functional>
#include <memory>

namespace kodama {

/// Serves this machine from its construction to its destruction.
class LocalServer
{
public:
    virtual ~LocalServer() = default;
    [[nodiscard]] virtual quint16 port() const = 0;
};

/// Returns nothing if no server could be started. May itself be empty.
using LocalServerFactory = std::function<std::unique_ptr<LocalServer>()>;
/// The same for a server that speaks this language.
using LocalServerMaker = std::function<std::unique_ptr<LocalServer>(UiLanguage)>;

} // namespace kodama
