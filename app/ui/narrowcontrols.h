// Controls whose words give way where there is little room: in lines, or with an ellipsis.
#pragma once

#include <QCheckBox>
#include <QComboBox>

namespace kodama {

class NarrowComboBox final : public QComboBox
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(NarrowComboBox)

public:
    explicit NarrowComboBox(QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    /// With the words as they are shown.
    void initStyleOption(QStyleOptionComboBox *option) const override;
};

class NarrowCheckBox final : public QCheckBox
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(NarrowCheckBox)

public:
    explicit NarrowCheckBox(const QString &caption, QWidget *parent = nullptr);

    /// In one line, however many there are.
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] QSize sizeOf(const QString &text) const;
    [[nodiscard]] QString inLines(int width) const;

    QString m_caption;
};

} // namespace kodama
