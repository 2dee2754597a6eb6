#include "common/clock.h"

namespace kodama {

using namespace std::chrono;

milliseconds SystemClock::wallTime() const
{
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch());
}

nanoseconds SystemClock::steadyTime() const
{
    return duration_cast<nanoseconds>(steady_clock::now().time_since_epoch());
}

} // namespace kodama
