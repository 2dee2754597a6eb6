#include "app/core/chat/conversation.h"
#include "app/core/chat/typingnotes.h"
#include "tests/support/manualclock.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace kodama;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

class TestTypingNotes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_typers.clear();
        m_notes = std::make_unique<TypingNotes>(m_clock);
        connect(m_notes.get(), &TypingNotes::typersChanged, this,
                [this](const QString &room, const QStringList &nicks) { m_typers[room] = nicks; });
    }

    void followsWhoTypes()
    {
        m_notes->hear(u"dev"_s, u"Zoe"_s);
        m_notes->hear(u"dev"_s, u"Anna"_s);
        m_notes->hear(u"lobby"_s, u"Jens"_s);
        QCOMPARE(m_typers[u"dev"_s], QStringList({u"Anna"_s, u"Zoe"_s}));
        m_notes->stop(u"dev"_s, u"Zoe"_s);
        m_notes->stop(u"dev"_s, u"Jens"_s); // not there
        QCOMPARE(m_typers[u"dev"_s], QStringList{u"Anna"_s});
        QCOMPARE(m_typers[u"lobby"_s], QStringList{u"Jens"_s});
    }

    void whoIsNotHeardOfAgainDoesNotType()
    {
        m_notes->hear(u"dev"_s, u"Zoe"_s);
        m_clock.advance(TypingNotes::lasts);
        m_notes->hear(u"dev"_s, u"Anna"_s);
        QCOMPARE(m_typers[u"dev"_s].size(), 2);
        m_clock.advance(1ms);
        QTRY_COMPARE_WITH_TIMEOUT(m_typers[u"dev"_s], QStringList{u"Anna"_s}, 30'000); // its timer
    }

    void aCrowdIsNotCounted()
    {
        for (std::size_t i = 0; i < Conversation::mostTyping + 5; ++i)
            m_notes->hear(u"dev"_s, u"nick-%1"_s.arg(i));
        QCOMPARE(m_typers[u"dev"_s].size(), qsizetype(Conversation::mostTyping));
    }

    void anotherNameBeginsWithNobody()
    {
        m_notes->hear(u"@Jens"_s, u"Jens"_s);
        m_notes->rename(u"@Jens"_s, u"@Jan"_s);
        m_notes->rename(u"@Anna"_s, u"@Bea"_s); // nobody types there
        QVERIFY(m_typers.contains(u"@Jan"_s) && m_typers[u"@Jan"_s].isEmpty());
        QVERIFY(!m_typers.contains(u"@Bea"_s));
    }

    void saysItNowAndThen()
    {
        QCOMPARE(m_notes->say(u"dev"_s, false), std::nullopt);
        QCOMPARE(m_notes->say(u"dev"_s, true), u"active"_s);
        QCOMPARE(m_notes->say(u"dev"_s, true), std::nullopt);
        QCOMPARE(m_notes->say(u"lobby"_s, true), u"active"_s);
        m_clock.advance(TypingNotes::sayEvery);
        QCOMPARE(m_notes->say(u"dev"_s, true), u"active"_s);
        QCOMPARE(m_notes->say(u"dev"_s, false), u"done"_s);
        QCOMPARE(m_notes->say(u"dev"_s, false), std::nullopt);
        m_notes->forgetSaid(u"lobby"_s);
        QCOMPARE(m_notes->say(u"lobby"_s, false), std::nullopt);
        QCOMPARE(m_notes->say(u"lobby"_s, true), u"active"_s);
        m_notes->clear();
        QCOMPARE(m_notes->say(u"lobby"_s, true), u"active"_s);
    }

private:
    ManualClock m_clock;
    std::unique_ptr<TypingNotes> m_notes;
    QHash<QString, QStringList> m_typers;
};

QTEST_GUILESS_MAIN(TestTypingNotes)
#include "tst_typingnotes.moc"
