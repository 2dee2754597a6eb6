// A struct with visit() <-> one JSON object, for the files that the client keeps. Tested by
// tst_outbox.
#pragma once

#include "common/protocol/fieldreader.h"
#include "common/protocol/fieldwriter.h"

#include <optional>

namespace kodama {

template <typename Object>
[[nodiscard]] QByteArray toJson(const Object &object)
{
    FieldWriter writer;
    Object::visit(object, writer);
    return writer.finish();
}

/// Nothing if the text is no JSON object; a member that is missing or damaged reads as empty.
template <typename Object>
[[nodiscard]] std::optional<Object> fromJson(const QByteArray &text)
{
    const auto scanned = scanJsonObject(text, limits::jsonDepthFromServer);
    if (!scanned)
        return std::nullopt;
    FieldReader reader(scanned.value(), text);
    Object object;
    Object::visit(object, reader);
    return object;
}

} // namespace kodama
