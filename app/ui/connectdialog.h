// Asks for a server: checks while one types, and can try it before leaving the one we are on.
#pragma once

#include "app/ui/theme.h"

#include <QDialog>
#include <QUrl>

#include <memory>

namespace Ui {
class ConnectDialog;
}

namespace kodama {

/// Gets values and returns values; reads no settings and opens no connection itself.
class ConnectDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ConnectDialog)

public:
    explicit ConnectDialog(const Theme &theme, QWidget *parent = nullptr);
    ~ConnectDialog() override;

    void setRecentServers(const QStringList &servers);
    /// What stands in the fields.
    void setServer(const QUrl &url);

    /// What became of testRequested(); ignored when the fields have changed since.
    enum class TestResult { Reached, NotReached };
    void showTestResult(TestResult result, const QString &sentence);

Q_SIGNALS:
    void chosen(const QUrl &url);
    void testRequested(const QUrl &url);
    /// The answer to a test does not matter any more.
    void testAbandoned();

protected:
    void changeEvent(QEvent *event) override;

private:
    void validate();
    void startTest();
    void choose();
    void showResult(const QString &icon, ThemeColor color, const QString &sentence);
    void hideResult();

    const Theme &m_theme;
    std::unique_ptr<Ui::ConnectDialog> m_ui;
    QUrl m_url; // empty while the fields are wrong
    bool m_isTesting = false;
};

} // namespace kodama
