// What a server asks of its process before anything else.
#pragma once

namespace kodama {

/// Beside prepareStandardStreams(): reading the terminal from the background is an error and no
/// signal. Memory of large messages goes back to the system when they are gone, whichever thread
/// had them: by itself malloc raises its limits with the first large one and keeps the next ones.
void prepareServerProcess();

} // namespace kodama
