#include "echotext.h"

#include "common/protocol/codec.h"

namespace kodama {

QString echoedText(const RawJson &original)
{
    const Result<ClientMessage, DecodeError> message = decodeClientMessage(original.text());
    if (message) {
        const Echo *echo = std::get_if<Echo>(&message.value());
        if (echo && echo->text)
            return echo->text->displayText();
    }
    return original.displayText();
}

} // namespace kodama
