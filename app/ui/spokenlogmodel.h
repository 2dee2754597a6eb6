// The log with a sentence for each row, for screen readers: the facts come from the model below.
// Tested by tst_messageview.
#pragma once

#include <QIdentityProxyModel>

namespace kodama {

class SpokenLogModel final : public QIdentityProxyModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SpokenLogModel)

public:
    explicit SpokenLogModel(QAbstractItemModel &source, QObject *parent = nullptr);

    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
};

} // namespace kodama
