// What a server asks of its process before anything else.
#pragma once

namespace kodama {

/// Standard descriptors that the parent closed are opened on /dev/null, or the first sockets would
/// take their numbers and the log would be written to a client. Writing to a broken pipe or beyond
/// the largest allowed file is an error and no signal, reading the terminal from the background
/// neither. Memory of large messages goes back to the system when they are gone, whichever thread
/// had them: by itself malloc raises its limits with the first large one and keeps the next ones.
void prepareProcess();

} // namespace kodama
