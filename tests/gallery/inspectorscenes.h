// The inspector in the gallery.
#pragma once

#include "app/core/inspect/framelogmodel.h"
#include "app/core/inspect/frametext.h"
#include "app/ui/actionlist.h"
#include "app/ui/inspectorwindow.h"
#include "tests/support/manualclock.h"

#include <QTableView>
#include <QTabWidget>

namespace kodama {

/// A connection of some minutes, with one frame chosen and the given page open.
class InspectorStage final
{
public:
    InspectorStage(const Theme &theme, const ActionList &actions, int page)
        : window({theme, m_clock, log, actions})
    {
        window.setAttribute(Qt::WA_DontShowOnScreen);
        window.show();
        talk();
        log.flush();
        window.findChild<QTableView *>()->selectRow(3);
        window.findChild<QTabWidget *>()->setCurrentIndex(page);
        constexpr int sendPage = 2;
        if (page == sendPage)
            QMetaObject::invokeMethod(window.findChild<QObject *>(QStringLiteral("inspectorEdit")),
                                      "click");
    }

    FrameLogModel log;

private:
    ManualClock m_clock;

public:
    InspectorWindow window;

private:
    void add(Frame::Direction direction, Frame::Kind kind, const QByteArray &payload)
    {
        m_time += std::chrono::milliseconds(1234);
        log.onFrame({direction, kind, payload, m_time});
    }

    void talk()
    {
        using D = Frame::Direction;
        using K = Frame::Kind;
        ConnectionReport report;
        report.state = ConnectionState::Connected;
        report.facts = {QUrl(QStringLiteral("wss://chat.example.org:8765")),
                        QStringLiteral("192.168.1.5:8765"),
                        QStringLiteral("192.168.1.24:50112"),
                        QStringLiteral("TLS 1.3"),
                        QStringLiteral("TLS_AES_256_GCM_SHA384"),
                        QString()};
        report.since = QDateTime(QDate(2026, 11, 23), QTime(9, 58, 12));
        report.protocol = 2;
        report.server = QStringLiteral("kodama-server/0.1.0");
        ClientError end;
        end.kind = ClientError::Kind::ClosedByServer;
        end.closeCode = 4000;
        end.closeReason = QStringLiteral("restart");
        report.end = end;
        window.showReport(report);
        add(D::Received, K::Text,
            R"({"type":"welcome","message":"WebSocketサーバーに接続しました","client_id":"192.168.1.24:50112"})");
        add(D::Sent, K::Text, R"({"id":"c1","type":"hello","v":2,"nick":"mika"})");
        add(D::Sent, K::Text,
            R"({"id":"k2Zq-17","type":"broadcast","room":"lab","content":"おはよう"})");
        add(D::Received, K::Text,
            R"({"type":"broadcast_message","from":"192.168.1.31:50877","content":{"celsius":41.50,"ok":true,"tags":["lab","room-4"]},"timestamp":"2026-11-23T09:58:19.250000","room":"lab","offset":1043,"ts":1764500299250,"from_nick":"ken","note":null})");
        add(D::Sent, K::Ping, "7");
        add(D::Received, K::Pong, "7");
        add(D::Received, K::Binary, QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16));
        add(D::Sent, K::Text, "{\"type\":\"lab.temp\",\"celsius\":" + QByteArray(1800, '4') + "}");
        add(D::Received, K::Text, "this server also says plain words");
        add(D::Received, K::Close, closePayload(4000, QStringLiteral("restart")));
        constexpr int samples = 48;
        for (int i = 0; i < samples; ++i) {
            m_clock.advance(std::chrono::seconds(5));
            const int wave = (i * 37) % 90 + (i == 30 ? 900 : 0);
            window.addRoundTrip(std::chrono::microseconds(380 + wave));
        }
    }

    std::chrono::milliseconds m_time{1'764'500'299'000};
};

} // namespace kodama
