// The one door for everything that goes to more than one client. Handlers publish here and never
// see who receives; where a publication is accepted, its place in the room's order is decided.
#pragma once

#include "server/publication.h"

namespace kodama {

class Backplane
{
public:
    virtual ~Backplane() = default;

    /// Accepts the publication and sees to it that every sink gets it.
    virtual void publish(const Publication &publication) = 0;

    /// The sink must be removed before it is destroyed.
    virtual void addSink(PublicationSink &sink) = 0;
    virtual void removeSink(PublicationSink &sink) = 0;
};

} // namespace kodama
