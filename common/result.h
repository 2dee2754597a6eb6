// A value or the reason why there is none; must be looked at.
#pragma once

#include <utility>
#include <variant>

namespace kodama {

/// What a function that can fail returns. Exactly one of value() and error() may be read;
/// reading the other is a programming error (std::bad_variant_access).
template <typename T, typename E>
class [[nodiscard]] Result
{
public:
    // NOLINTNEXTLINE(google-explicit-constructor): `return value;` is the point of it
    Result(T value)
        : m_state(std::in_place_index<0>, std::move(value))
    {}
    // NOLINTNEXTLINE(google-explicit-constructor): `return value;` is the point of it
    Result(E error)
        : m_state(std::in_place_index<1>, std::move(error))
    {}

    [[nodiscard]] bool hasValue() const noexcept { return m_state.index() == 0; }
    explicit operator bool() const noexcept { return hasValue(); }

    [[nodiscard]] const T &value() const & { return std::get<0>(m_state); }
    [[nodiscard]] T &value() & { return std::get<0>(m_state); }
    [[nodiscard]] T &&value() && { return std::get<0>(std::move(m_state)); }
    [[nodiscard]] const E &error() const { return std::get<1>(m_state); }

private:
    std::variant<T, E> m_state;
};

} // namespace kodama
