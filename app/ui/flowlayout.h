// Widgets beside each other, and in further lines where there is no more room.
#pragma once

#include <QLayout>

#include <memory>
#include <vector>

namespace kodama {

/// Its width may shrink to that of its widest widget. What can use more room (a field) gets what is
/// left of its line.
class FlowLayout final : public QLayout
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FlowLayout)

public:
    explicit FlowLayout(int spacing);
    ~FlowLayout() override;

    void addItem(QLayoutItem *item) override;
    [[nodiscard]] QLayoutItem *itemAt(int index) const override;
    QLayoutItem *takeAt(int index) override;
    [[nodiscard]] int count() const override;

    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSize() const override;
    void setGeometry(const QRect &rect) override;

private:
    enum class Do { Measure, Place };
    /// The height that is needed within the rectangle's width.
    int arrange(const QRect &rect, Do what) const;
    void placeLine(std::size_t from, std::size_t end, const QRect &line, int used) const;

    std::vector<std::unique_ptr<QLayoutItem>> m_items;
};

} // namespace kodama
