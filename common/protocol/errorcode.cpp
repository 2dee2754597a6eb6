#include "common/protocol/errorcode.h"

namespace kodama {

using namespace Qt::Literals::StringLiterals;

QLatin1StringView errorName(ErrorCode code)
{
    switch (code) {
    case ErrorCode::BadJson:
        return "BAD_JSON"_L1;
    case ErrorCode::BadRequest:
        return "BAD_REQUEST"_L1;
    case ErrorCode::Unauthorized:
        return "UNAUTHORIZED"_L1;
    case ErrorCode::UnknownRoom:
        return "UNKNOWN_ROOM"_L1;
    case ErrorCode::NickInUse:
        return "NICK_IN_USE"_L1;
    case ErrorCode::BadNick:
        return "BAD_NICK"_L1;
    case ErrorCode::NoSuchUser:
        return "NO_SUCH_USER"_L1;
    case ErrorCode::TooLarge:
        return "TOO_LARGE"_L1;
    case ErrorCode::RateLimited:
        return "RATE_LIMITED"_L1;
    case ErrorCode::StoreUnavailable:
        return "STORE_UNAVAILABLE"_L1;
    case ErrorCode::Internal:
        return "INTERNAL"_L1;
    }
    Q_UNREACHABLE();
}

} // namespace kodama
