// Why a server did not start.
#pragma once

#include <QString>

namespace kodama {

struct StartError
{
    enum class Kind {
        PortInUse,
        BadHost,      ///< no such name, or not an address of this machine
        NotPermitted, ///< usually a port below 1024
        BadCertificate,
        BadActivation, ///< what the service manager has opened cannot be what was meant
        Store,         ///< the history cannot be kept where it should be
        Other,
    };
    Kind kind = Kind::Other;
    QString message;    ///< for people, in the server's language: names port, address and reason
    int exitStatus = 0; ///< Store: what the program ends with
};

} // namespace kodama
