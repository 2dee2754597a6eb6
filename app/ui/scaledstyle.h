// Fusion with small pictures (of menus, fields, tabs), and gaps between buttons, that grow with the
// letters beside them.
#pragma once

#include <QProxyStyle>

namespace kodama {

class ScaledStyle final : public QProxyStyle
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ScaledStyle)

public:
    ScaledStyle();

    [[nodiscard]] int pixelMetric(PixelMetric metric, const QStyleOption *option,
                                  const QWidget *widget) const override;
};

} // namespace kodama
