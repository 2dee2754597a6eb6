// The commands of clients: `status` and `ping`; anything else is answered with an error. Lives in
// its shard's thread.
#pragma once

#include "common/protocol/clientmessages.h"
#include "common/protocol/timestamp.h"
#include "server/figures.h"
#include "server/population.h"
#include "server/sessioncontext.h"
#include "server/texts.h"

namespace kodama {

class CommandHandlers final
{
public:
    /// Without figures `status` tells what the seed told, and no more.
    CommandHandlers(const Population &population, TimestampSource &timestamps, Texts texts,
                    FigureSource *figures = nullptr)
        : m_population(population)
        , m_timestamps(timestamps)
        , m_texts(texts)
        , m_figures(figures)
    {}

    void handle(SessionContext &session, const Command &message);

private:
    [[nodiscard]] CommandResponse answer(const RawJson &command);
    [[nodiscard]] StatusData status();

    const Population &m_population;
    TimestampSource &m_timestamps;
    const Texts m_texts;
    FigureSource *const m_figures;
};

} // namespace kodama
