// What every program asks of its standard streams before anything else.
#pragma once

namespace kodama {

/// Standard descriptors that the parent closed are opened on /dev/null, or the next thing that is
/// opened would take their numbers, and what is printed would be written there. Writing to a broken
/// pipe or beyond the largest allowed file is an error and no signal.
void prepareStandardStreams();

} // namespace kodama
