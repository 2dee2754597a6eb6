#include "app/core/settingkeys.h"
#include "app/core/settings.h"
#include "tests/support/fulldisk.h"

#include <QTemporaryDir>
#include <QTest>

using namespace kodama;
using namespace Qt::StringLiterals;

namespace {

[[maybe_unused]] QString otherThan(const QString &value)
{
    return value + u"x 日本, \"quoted\""_s;
}
QStringList otherThan(const QStringList &value)
{
    return value + QStringList{u"a"_s, u"b,c"_s};
}
QByteArray otherThan(const QByteArray &value)
{
    return value + QByteArray("\0\xff\n", 3);
}
int otherThan(int value)
{
    return value + 1;
}
[[maybe_unused]] bool otherThan(bool value)
{
    return !value;
}

} // namespace

class TestSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(u"kodama.ini"_s);
    }

    void everySettingSurvivesARestart();
    void everySettingHasADefaultAndAKeyOfItsOwn();
    void readsTheDefaultForRubbish();
    void tellsWhenItCannotBeWritten();
    void aFullDiskTakesNothingAway();
    void isSavedBeforeAnythingEnds();
    void twoWindowsOfAProfileKeepEachOthersChanges();
    void remembersServersOnceAndNewestFirst();
    void forgetsTheOldestServers();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

void TestSettings::everySettingSurvivesARestart()
{
    {
        Settings settings(m_path);
        const auto change = [&settings](const auto &setting) {
            settings.set(setting, otherThan(setting.fallback));
        };
        std::apply([&change](const auto &...setting) { (change(setting), ...); }, keys::all);
        QVERIFY(settings.save());
    }
    const Settings settings(m_path);
    const auto check = [&settings](const auto &setting) {
        QVERIFY2(settings.get(setting) == otherThan(setting.fallback), setting.key.data());
    };
    std::apply([&check](const auto &...setting) { (check(setting), ...); }, keys::all);
}

void TestSettings::everySettingHasADefaultAndAKeyOfItsOwn()
{
    const Settings settings(m_path);
    QStringList names;
    const auto check = [&settings, &names](const auto &setting) {
        QVERIFY2(settings.get(setting) == setting.fallback, setting.key.data());
        names.append(QString(setting.key));
    };
    std::apply([&check](const auto &...setting) { (check(setting), ...); }, keys::all);
    QCOMPARE(names.removeDuplicates(), 0);
}

void TestSettings::readsTheDefaultForRubbish()
{
    QFile file(m_path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("[view]\nscrollback=twelve\n[server]\n=\nrecent\n\xff\xfe\n");
    file.close();
    const Settings settings(m_path);
    QCOMPARE(settings.get(keys::scrollback), keys::scrollback.fallback);
}

void TestSettings::tellsWhenItCannotBeWritten()
{
    Settings settings(u"/proc/nowhere/kodama.ini"_s);
    settings.set(keys::scrollback, 5);
    QVERIFY(!settings.save());
}

void TestSettings::aFullDiskTakesNothingAway()
{
    Settings settings(m_path);
    settings.set(keys::userNick, u"Mika"_s);
    settings.set(keys::scrollback, 5'000);
    QVERIFY(settings.save());
    const QStringList many(200, u"ws://lab.example.org:8765"_s);
    {
        const test::FullDisk full(2'000);
        settings.set(keys::recentServers, many);
        QVERIFY(!settings.save());
        const Settings again(m_path);
        QCOMPARE(again.get(keys::userNick), u"Mika"_s);
        QCOMPARE(again.get(keys::scrollback), 5'000);
        QCOMPARE(settings.get(keys::recentServers), many); // for as long as it runs
    }
    QVERIFY(settings.save()); // there is room again
    QCOMPARE(Settings(m_path).get(keys::recentServers), many);
}

void TestSettings::isSavedBeforeAnythingEnds()
{
    Settings settings(m_path);
    settings.set(keys::userNick, u"Mika"_s);
    QTRY_COMPARE_WITH_TIMEOUT(Settings(m_path).get(keys::userNick), u"Mika"_s, 30'000);
}

void TestSettings::twoWindowsOfAProfileKeepEachOthersChanges()
{
    Settings first(m_path);
    Settings second(m_path);
    first.set(keys::userNick, u"Mika"_s);
    QVERIFY(first.save());
    second.set(keys::zoom, 150);
    QVERIFY(second.save());
    const Settings again(m_path);
    QCOMPARE(again.get(keys::userNick), u"Mika"_s);
    QCOMPARE(again.get(keys::zoom), 150);
}

void TestSettings::remembersServersOnceAndNewestFirst()
{
    QStringList servers;
    for (const QString &server : {u"a"_s, u"b"_s, u"a"_s})
        servers = withRecentServer(servers, server);
    QCOMPARE(servers, (QStringList{u"a"_s, u"b"_s}));
}

void TestSettings::forgetsTheOldestServers()
{
    QStringList servers;
    for (int i = 0; i < 30; ++i)
        servers = withRecentServer(servers, QString::number(i));
    QCOMPARE(servers.size(), maxRecentServers);
    QCOMPARE(servers.first(), u"29"_s);
}

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
