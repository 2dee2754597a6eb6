#include "server/localbackplane.h"

namespace kodama {

void LocalBackplane::publish(const Publication &publication)
{
    for (PublicationSink *sink : m_sinks)
        sink->deliver(publication);
}

void LocalBackplane::addSink(PublicationSink &sink)
{
    m_sinks.push_back(&sink);
}

void LocalBackplane::removeSink(PublicationSink &sink)
{
    std::erase(m_sinks, &sink);
}

} // namespace kodama
