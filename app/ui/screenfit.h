// How large a window may be so that nothing of it is beyond the edge of the screen.
#pragma once

#include <QScreen>
#include <QWidget>

namespace kodama {

/// What is wanted, or nine tenths of the screen: the rest is for frames and panels.
[[nodiscard]] inline QSize fitting(const QWidget &window, const QSize &wanted)
{
    return wanted.boundedTo(window.screen()->availableSize() * 9 / 10);
}

} // namespace kodama
