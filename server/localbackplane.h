// The backplane of a server that is one process: accepted is delivered. Lives in one thread, that
// of its sinks.
#pragma once

#include "server/backplane.h"

#include <vector>

namespace kodama {

class LocalBackplane final : public Backplane
{
public:
    void publish(const Publication &publication) override;
    void addSink(PublicationSink &sink) override;
    void removeSink(PublicationSink &sink) override;

private:
    std::vector<PublicationSink *> m_sinks;
};

} // namespace kodama
