#include "server/router.h"

#include <QRegularExpression>
#include <QTest>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

namespace {

struct Open
{
    static constexpr bool allowedBeforeHello = true;
};
struct Guarded
{
    static constexpr bool allowedBeforeHello = false;
};

struct OpenHandler
{
    void handle(SessionContext &, const Open &) { ++calls; }
    int calls = 0;
};
struct GuardedHandler
{
    void handle(SessionContext &, const Guarded &) { ++calls; }
    int calls = 0;
};

// What the router's static_assert asks.
static_assert(handlerCount<Open, OpenHandler, GuardedHandler> == 1);
static_assert(handlerCount<Open, GuardedHandler> == 0);
static_assert(handlerCount<Open, OpenHandler, OpenHandler> == 2);

class FakeContext final : public SessionContext
{
public:
    explicit FakeContext(int version)
        : m_version(version)
    {}
    [[nodiscard]] ConnectionId connectionId() const override { return 1; }
    [[nodiscard]] const QString &clientId() const override { return m_clientId; }
    [[nodiscard]] int protocolVersion() const override { return m_version; }
    [[nodiscard]] bool mayAskForItself() override { return true; }
    void send(const ServerMessage &) override {}
    void ask(ChatRequest::What) override {}

private:
    QString m_clientId = u"127.0.0.1:1"_s;
    int m_version;
};

} // namespace

class TestRouter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void bringsAMessageToItsHandler();
    void refusesBeforeHello();
    void letsThroughAfterHello();
};

using TestedRouter = BasicRouter<std::variant<Open, Guarded>, OpenHandler, GuardedHandler>;

void TestRouter::bringsAMessageToItsHandler()
{
    OpenHandler open;
    GuardedHandler guarded;
    TestedRouter router(open, guarded);
    FakeContext session(1);
    QVERIFY(!router.route(session, Open{}));
    QCOMPARE(open.calls, 1);
    QCOMPARE(guarded.calls, 0);
}

void TestRouter::refusesBeforeHello()
{
    OpenHandler open;
    GuardedHandler guarded;
    TestedRouter router(open, guarded);
    FakeContext session(1);
    const auto refusal = router.route(session, Guarded{});
    QVERIFY(refusal.has_value());
    QCOMPARE(*refusal, ErrorCode::Unauthorized);
    QCOMPARE(guarded.calls, 0);
}

void TestRouter::letsThroughAfterHello()
{
    OpenHandler open;
    GuardedHandler guarded;
    TestedRouter router(open, guarded);
    FakeContext session(2);
    QVERIFY(!router.route(session, Guarded{}));
    QCOMPARE(guarded.calls, 1);
}

} // namespace kodama

QTEST_GUILESS_MAIN(kodama::TestRouter)
#include "tst_router.moc"
