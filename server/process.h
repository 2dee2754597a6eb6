// What a server asks of its process before anything else.
#pragma once

namespace kodama {

/// Standard descriptors that the parent closed are opened on /dev/null, or the first sockets would
/// take their numbers and the log would be written to a client. Writing to a broken pipe or beyond
/// the largest allowed file is an error and no signal, reading the terminal from the background
/// neither.
void prepareProcess();

} // namespace kodama
