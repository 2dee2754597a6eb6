// A label of one line that ends in "…" where its text has no room; text() stays whole.
#pragma once

#include <QLabel>

namespace kodama {

class ElidedLabel final : public QLabel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ElidedLabel)

public:
    explicit ElidedLabel(QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace kodama
