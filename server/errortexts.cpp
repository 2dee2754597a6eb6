#include "server/errortexts.h"

namespace kodama {

Text textOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::BadJson:
        return Text::InvalidJson;
    case ErrorCode::BadRequest:
        return Text::BadRequest;
    case ErrorCode::Unauthorized:
        return Text::HelloFirst;
    case ErrorCode::UnknownRoom:
        return Text::UnknownRoom;
    case ErrorCode::NickInUse:
        return Text::NickInUse;
    case ErrorCode::BadNick:
        return Text::BadNick;
    case ErrorCode::NoSuchUser:
        return Text::NoSuchUser;
    case ErrorCode::TooLarge:
        return Text::TooLarge;
    case ErrorCode::RateLimited:
        return Text::RateLimited;
    case ErrorCode::StoreUnavailable:
        return Text::StoreUnavailable;
    case ErrorCode::Internal:
        return Text::InternalError;
    }
    Q_UNREACHABLE();
}

} // namespace kodama
