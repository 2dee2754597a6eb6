// Asks for a name and a server: checks while one types, and can try it before leaving the one we
// are on.
#pragma once

#include "app/core/localserverprocess.h"
#include "app/ui/theme.h"

#include <QDialog>
#include <QTimer>
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
    void setNick(const QString &nick);
    static constexpr int maxNickLength = 32; // of the protocol
    /// For somebody who is here for the first time: says where one is.
    void welcome();
    /// What stands in the fields.
    void setServer(const QUrl &url);

    /// What became of testRequested(); ignored when the fields have changed since.
    enum class TestResult { Reached, NotReached };
    void showTestResult(TestResult result, const QString &sentence);

    /// What is known of a server on this computer. `sentence` says why it Failed.
    enum class LocalServer { Looking, Answers, CanStart, Absent, Starting, Started, Failed };
    void setLocalServer(const QUrl &url) { m_localServer = url; }
    void showLocalServer(LocalServer state, const QString &sentence = {});
    /// The address in the fields, if a server on this computer may have it; else empty.
    [[nodiscard]] QUrl typedLocalServer() const;

Q_SIGNALS:
    void chosen(const QUrl &url, const QString &nick);
    /// Somebody has stopped typing: typedLocalServer() may be another one now.
    void localServerTyped(const QUrl &url);
    void localServerWanted(kodama::LocalServerProcess::Lifetime lifetime);
    void testRequested(const QUrl &url);
    /// The answer to a test does not matter any more.
    void testAbandoned();

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void placeParts();
    void validate();
    void startTest();
    void choose();
    void onLocalButton();
    void showLocal();
    void chooseDefault();
    [[nodiscard]] QString localSentence() const;
    void growToFit();
    void showResult(const QString &icon, ThemeColor color, const QString &sentence);
    void hideResult();

    const Theme &m_theme;
    std::unique_ptr<Ui::ConnectDialog> m_ui;
    QUrl m_url; // empty while the fields are wrong
    QUrl m_localServer;
    QString m_localProblem;
    QTimer m_typingPause; // localhost:9711 is 9, 97 and 971 before
    LocalServer m_local = LocalServer::Looking;
    bool m_isFirstRun = false;
    bool m_isTesting = false;
};

} // namespace kodama
