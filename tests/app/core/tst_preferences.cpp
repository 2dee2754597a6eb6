#include "app/core/preferences.h"
#include "app/core/settingkeys.h"

#include <QTemporaryDir>
#include <QTest>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestPreferences final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(u"kodama.ini"_s);
    }

    void anEmptyFileGivesTheDefaults()
    {
        const Settings settings(m_path);
        QCOMPARE(readPreferences(settings), Preferences());
    }

    void everyChoiceSurvivesARestart()
    {
        Preferences other;
        other.theme = ThemeMode::Dark;
        other.fontFamily = u"Noto Sans CJK JP"_s;
        other.fontPoints = 13;
        other.zoomPercent = 150;
        other.density = Density::Compact;
        other.reducedMotion = true;
        other.language = UiLanguage::Japanese;
        other.sendKey = SendKey::ControlEnter;
        other.asksBeforeLongPaste = false;
        other.checksSpelling = false;
        other.attention = Attention::Nothing;
        other.roomAttention = {u"lobby=all"_s, u"研究室=nothing"_s};
        other.showsTextInNotifications = false;
        other.sound = false;
        other.doNotDisturb = true;
        other.changedKeys = {u"ping=Ctrl+7; F7"_s, u"clear="_s};
        other.scrollbackRows = 500;
        {
            Settings settings(m_path);
            writePreferences(settings, other);
            QVERIFY(settings.save());
        }
        const Settings settings(m_path);
        QCOMPARE(readPreferences(settings), other);
    }

    void impossibleValuesAreDefaults()
    {
        Settings settings(m_path);
        settings.set(keys::zoom, 100'000);
        settings.set(keys::fontPoints, -3);
        settings.set(keys::scrollback, 0);
        settings.set(keys::theme, u"purple"_s);
        settings.set(keys::density, QString());
        settings.set(keys::attention, u"shout"_s);
        settings.set(keys::language, u"tlh"_s);
        QCOMPARE(readPreferences(settings), Preferences());
    }

    void zoomGoesByStepsAndStopsAtItsEnds()
    {
        QCOMPARE(zoomStep(100, +1), 110);
        QCOMPARE(zoomStep(100, -1), 90);
        QCOMPARE(zoomStep(104, +1), 110);
        QCOMPARE(zoomStep(104, -1), 100);
        QCOMPARE(zoomStep(maximumZoomPercent, +1), maximumZoomPercent);
        QCOMPARE(zoomStep(minimumZoomPercent, -1), minimumZoomPercent);
        int steps = 0;
        for (int zoom = minimumZoomPercent; zoom < maximumZoomPercent; zoom = zoomStep(zoom, +1))
            QVERIFY(++steps < 20);
    }

    void aRoomMayHaveAChoiceOfItsOwn()
    {
        Preferences all;
        QCOMPARE(attentionOf(all, u"lobby"_s), Attention::Mentions);
        all.roomAttention = withRoomAttention({}, u"lobby"_s, Attention::All);
        all.roomAttention = withRoomAttention(all.roomAttention, u"a=b"_s, Attention::Nothing);
        QCOMPARE(attentionOf(all, u"lobby"_s), Attention::All);
        QCOMPARE(attentionOf(all, u"a=b"_s), Attention::Nothing);
        QCOMPARE(attentionOf(all, u"a"_s), Attention::Mentions);
        all.roomAttention = withRoomAttention(all.roomAttention, u"lobby"_s, Attention::Nothing);
        QCOMPARE(all.roomAttention.size(), 2);
        QCOMPARE(attentionOf(all, u"lobby"_s), Attention::Nothing);
        all.roomAttention = {u"lobby=nonsense"_s, u"rubbish"_s};
        QCOMPARE(attentionOf(all, u"lobby"_s), Attention::Mentions);
    }

    void theChoiceForAPersonGoesWithTheName()
    {
        const QStringList before{u"@Jens=nothing"_s, u"@Mika=all"_s, u"dev=nothing"_s};
        QCOMPARE(withRenamedRoom(before, u"@Jens"_s, u"@Jens_2"_s),
                 (QStringList{u"@Jens_2=nothing"_s, u"@Mika=all"_s, u"dev=nothing"_s}));
        QCOMPARE(withRenamedRoom(before, u"@Jens"_s, u"@Mika"_s),
                 (QStringList{u"@Mika=nothing"_s, u"dev=nothing"_s}));
        QCOMPARE(withRenamedRoom(before, u"@Je"_s, u"@Ana"_s), before);
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

QTEST_GUILESS_MAIN(TestPreferences)
#include "tst_preferences.moc"
