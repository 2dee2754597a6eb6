// The inspector by keyboard, over a log of its own.
#include "app/core/inspect/framelogmodel.h"
#include "app/core/inspect/frametext.h"
#include "app/ui/actionlist.h"
#include "app/ui/frametable.h"
#include "app/ui/inspectorwindow.h"
#include "app/ui/timechart.h"
#include "tests/app/ui/uifixture.h"
#include "tests/support/manualclock.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStyleOptionComboBox>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTreeView>

using namespace kodama;
using namespace Qt::StringLiterals;

class TestInspectorWindow final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        test::failOnAnyWarning();
        m_theme = std::make_unique<Theme>(QApplication::font());
        m_actions = std::make_unique<ActionList>(*m_theme);
        m_log = std::make_unique<FrameLogModel>();
        m_window = std::make_unique<InspectorWindow>(
            InspectorWindow::Parts{*m_theme, m_clock, *m_log, *m_actions});
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }

    void cleanup()
    {
        m_window.reset();
        m_log.reset();
        m_actions.reset();
        m_theme.reset();
    }

    void contentsStandOnTheLineOfTheirRow()
    {
        m_log->onFrame({Frame::Direction::Received, Frame::Kind::Text, "1234567890"});
        QTRY_COMPARE(table().model()->rowCount(), 1);
        const QImage image = table().viewport()->grab().toImage();
        const auto lowestInk = [this, &image](int column) {
            const QModelIndex index = table().model()->index(0, column);
            const QRect cell = table().visualRect(index).adjusted(2, 1, -2, -1) & image.rect();
            const int ground = qGray(image.pixel(cell.topLeft()));
            for (int y = cell.bottom(); y > cell.top(); --y) {
                for (int x = cell.left(); x <= cell.right(); ++x) {
                    if (std::abs(qGray(image.pixel(x, y)) - ground) > 90)
                        return y;
                }
            }
            return -1;
        };
        QVERIFY(lowestInk(FrameLogModel::TimeColumn) > 0);
        const int apart =
            lowestInk(FrameLogModel::TimeColumn) - lowestInk(FrameLogModel::ContentColumn);
        QVERIFY2(std::abs(apart) <= 1, qPrintable(QString::number(apart)));
    }

    void showsEveryFrameWithItsFacts()
    {
        QAbstractItemModelTester tester(table().model());
        m_log->onFrame({Frame::Direction::Sent, Frame::Kind::Text, QByteArray(1500, 'x'),
                        std::chrono::milliseconds(1'765'674'005'250)});
        add(Frame::Direction::Received, Frame::Kind::Close, closePayload(4503, u"out"_s));
        m_log->flush();
        QCOMPARE(cell(0, FrameLogModel::TimeColumn), u"10:00:05.250"_s);
        QCOMPARE(cell(0, FrameLogModel::DirectionColumn), u"Sent"_s);
        QCOMPARE(cell(0, FrameLogModel::KindColumn), u"Text"_s);
        QCOMPARE(cell(0, FrameLogModel::SizeColumn), u"1.5 KiB"_s);
        QVERIFY(cell(0, FrameLogModel::ContentColumn).startsWith(u"xxx"_s));
        QCOMPARE(cell(1, FrameLogModel::DirectionColumn), u"Received"_s);
        QCOMPARE(cell(1, FrameLogModel::ContentColumn),
                 u"4503 · removed by the operator · “out”"_s);
        QCOMPARE(label(u"inspectorCount"_s), u"2 frames"_s);
    }

    void showsTheChosenFrameAsATreeAndAsText()
    {
        add(Frame::Direction::Received, Frame::Kind::Text, R"({"type":"x","n":1.0})");
        add(Frame::Direction::Received, Frame::Kind::Text, "not json");
        add(Frame::Direction::Received, Frame::Kind::Binary, "\x01\x02");
        m_log->flush();
        table().setFocus();
        QTest::keyClick(&table(), Qt::Key_Home, Qt::ControlModifier);
        auto *tree = m_window->findChild<QTreeView *>(u"frameTree"_s);
        QVERIFY(tree->isVisible());
        const QModelIndex root = tree->model()->index(0, 0);
        QCOMPARE(tree->model()->index(1, 1, root).data().toString(), u"1.0"_s);
        QVERIFY(tree->isExpanded(root));
        QTest::keyClick(&table(), Qt::Key_Down);
        QVERIFY(!tree->isVisible());
        QVERIFY(m_window->findChild<QLabel *>(u"frameTreeHint"_s)->isVisible());
        auto *text = m_window->findChild<QPlainTextEdit *>(u"frameText"_s);
        QCOMPARE(text->toPlainText(), u"not json"_s);
        QTest::keyClick(&table(), Qt::Key_Down);
        QVERIFY(text->toPlainText().contains(u"01 02"_s));
    }

    void aHugeFrameIsCutForTheEyeOnly()
    {
        add(Frame::Direction::Received, Frame::Kind::Text, QByteArray(1'000'000, 'x'));
        m_log->flush();
        choose(0);
        auto *text = m_window->findChild<QPlainTextEdit *>(u"frameText"_s);
        QVERIFY(text->toPlainText().size() < 300'000);
        QTest::keyClick(&table(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text().size(), 1'000'000);
    }

    void filtersByTextDirectionAndKind()
    {
        add(Frame::Direction::Received, Frame::Kind::Text, "\"needle\"");
        add(Frame::Direction::Sent, Frame::Kind::Text, "\"needle\"");
        add(Frame::Direction::Sent, Frame::Kind::Ping, "1");
        m_log->flush();
        QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier);
        auto *field = m_window->findChild<QLineEdit *>(u"inspectorFilter"_s);
        QVERIFY(field->hasFocus());
        QTest::keyClicks(field, u"NEEDLE"_s);
        QTRY_COMPARE_WITH_TIMEOUT(table().model()->rowCount(), 2, 30'000);
        QCOMPARE(label(u"inspectorCount"_s), u"2 of 3 frames"_s);
        combo(u"inspectorDirection"_s).setCurrentIndex(2);
        QCOMPARE(table().model()->rowCount(), 1);
        QTest::keyClick(field, Qt::Key_Escape);
        QVERIFY(m_window->isVisible());
        QTRY_COMPARE_WITH_TIMEOUT(table().model()->rowCount(), 2, 30'000);
        combo(u"inspectorKinds"_s).setCurrentIndex(2);
        QCOMPARE(table().model()->rowCount(), 1);
        QCOMPARE(cell(0, FrameLogModel::KindColumn), u"Ping"_s);
    }

    void pausesAndGoesOn()
    {
        add(Frame::Direction::Received, Frame::Kind::Text, "1");
        QTest::keyClick(m_window.get(), Qt::Key_P, Qt::AltModifier);
        QTRY_VERIFY_WITH_TIMEOUT(m_log->isPaused(), 30'000);
        add(Frame::Direction::Received, Frame::Kind::Text, "2");
        QTRY_VERIFY_WITH_TIMEOUT(label(u"inspectorCount"_s).endsWith(u"1 held back"_s), 30'000);
        QTest::keyClick(m_window.get(), Qt::Key_P, Qt::AltModifier);
        QTRY_COMPARE_WITH_TIMEOUT(table().model()->rowCount(), 2, 30'000);
    }

    void clears()
    {
        add(Frame::Direction::Received, Frame::Kind::Text, "1");
        m_log->flush();
        choose(0);
        QTest::keyClick(m_window.get(), Qt::Key_L, Qt::ControlModifier);
        QCOMPARE(table().model()->rowCount(), 0);
        QVERIFY(m_window->findChild<QPlainTextEdit *>(u"frameText"_s)->toPlainText().isEmpty());
        QVERIFY(!button(u"inspectorEdit"_s).isEnabled());
    }

    void copiesWhatIsSelected()
    {
        add(Frame::Direction::Received, Frame::Kind::Text, "{\"a\":1.0}");
        add(Frame::Direction::Received, Frame::Kind::Binary, "\x01\xff");
        m_log->flush();
        choose(0);
        QTest::keyClick(&table(), Qt::Key_Down, Qt::ShiftModifier);
        QTest::keyClick(&table(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"{\"a\":1.0}\n01 ff"_s);
        QTest::keyClick(&table(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        const QStringList lines = QGuiApplication::clipboard()->text().trimmed().split(u'\n');
        QCOMPARE(lines.size(), 2);
        QVERIFY(QJsonDocument::fromJson(lines[0].toUtf8()).object()[u"json"].isObject());
    }

    void copiesOneValueOfTheTree()
    {
        add(Frame::Direction::Received, Frame::Kind::Text, R"({"name":"みか"})");
        m_log->flush();
        choose(0);
        auto *tree = m_window->findChild<QTreeView *>(u"frameTree"_s);
        tree->setFocus();
        QTest::keyClick(tree, Qt::Key_Down);
        QTest::keyClick(tree, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"みか"_s);
    }

    void savesWhatIsShown()
    {
        add(Frame::Direction::Received, Frame::Kind::Text, "{\"a\":1}");
        add(Frame::Direction::Sent, Frame::Kind::Ping, "1");
        m_log->flush();
        combo(u"inspectorKinds"_s).setCurrentIndex(1);
        const QTemporaryDir folder;
        const QString name = folder.filePath(u"frames.jsonl"_s);
        m_window->saveTo(name);
        QFile file(name);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray line = file.readAll();
        QCOMPARE(line.count('\n'), 1);
        QCOMPARE(QJsonDocument::fromJson(line).object()[u"kind"].toString(), u"text"_s);
        m_window->saveTo(folder.filePath(u"no/such/folder"_s));
        QVERIFY(label(u"inspectorCount"_s).contains(u"could not be saved"_s));
    }

    void resendsWithEdits()
    {
        QSignalSpy sent(m_window.get(), &InspectorWindow::textSubmitted);
        add(Frame::Direction::Sent, Frame::Kind::Text, R"({"content":"old"})");
        m_log->flush();
        setConnected(true);
        choose(0);
        QTest::keyClick(&table(), Qt::Key_Return);
        auto *edit = m_window->findChild<QPlainTextEdit *>(u"frameEdit"_s);
        QVERIFY(edit->hasFocus());
        QCOMPARE(edit->toPlainText(), u"{\n  \"content\": \"old\"\n}"_s);
        QTest::keyClick(edit, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(edit, u"{\"content\":\"new\"}"_s);
        QCOMPARE(label(u"frameEditHint"_s), u"Valid JSON."_s);
        QTest::keyClick(edit, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(sent.count(), 1);
        QCOMPARE(sent.first().first().toByteArray(), QByteArray("{\"content\":\"new\"}"));
    }

    void sendsWhatIsNoJsonToo()
    {
        QSignalSpy sent(m_window.get(), &InspectorWindow::textSubmitted);
        setConnected(true);
        openEditor();
        auto *edit = m_window->findChild<QPlainTextEdit *>(u"frameEdit"_s);
        QTest::keyClicks(edit, u"hello {"_s);
        QCOMPARE(label(u"frameEditHint"_s),
                 u"Not JSON from line 1, column 1 on. It is sent as it is."_s);
        QVERIFY(!button(u"frameFormatButton"_s).isEnabled());
        QTest::keyClick(m_window.get(), Qt::Key_S, Qt::AltModifier);
        QTRY_COMPARE_WITH_TIMEOUT(sent.count(), 1, 30'000);
        QCOMPARE(sent.value(0).value(0).toByteArray(), QByteArray("hello {"));
        m_window->showSendProblem(u"Not sent."_s);
        QCOMPARE(label(u"frameEditHint"_s), u"Not sent."_s);
    }

    void sendsBytes()
    {
        QSignalSpy sent(m_window.get(), &InspectorWindow::bytesSubmitted);
        setConnected(true);
        openEditor();
        auto *edit = m_window->findChild<QPlainTextEdit *>(u"frameEdit"_s);
        QTest::keyClick(m_window.get(), Qt::Key_B, Qt::AltModifier);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->findChild<QCheckBox *>(u"frameBytesBox"_s)->isChecked(),
                                 30'000);
        edit->setPlainText(u"68 6"_s);
        QVERIFY(!button(u"frameSendButton"_s).isEnabled());
        edit->setPlainText(u"68 69"_s);
        button(u"frameSendButton"_s).click();
        QCOMPARE(sent.value(0).value(0).toByteArray(), QByteArray("hi"));
        add(Frame::Direction::Received, Frame::Kind::Binary, "\xff");
        m_log->flush();
        choose(0);
        QTest::keyClick(&table(), Qt::Key_Return);
        QCOMPARE(edit->toPlainText(), u"ff"_s);
        QVERIFY(m_window->findChild<QCheckBox *>(u"frameBytesBox"_s)->isChecked());
    }

    void sendsNothingWithoutAConnection()
    {
        openEditor();
        auto *edit = m_window->findChild<QPlainTextEdit *>(u"frameEdit"_s);
        QTest::keyClicks(edit, u"{}"_s);
        QVERIFY(!button(u"frameSendButton"_s).isEnabled());
        QSignalSpy sent(m_window.get(), &InspectorWindow::textSubmitted);
        QTest::keyClick(edit, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(sent.count(), 0);
        QCOMPARE(edit->toPlainText(), u"{}"_s);
    }

    void tellsTheFactsOfTheConnection()
    {
        ConnectionReport report;
        report.state = ConnectionState::Connected;
        report.facts.url = QUrl(u"wss://chat.example"_s);
        report.facts.tlsVersion = u"TLS 1.3"_s;
        report.facts.tlsCipher = u"TLS_AES_256_GCM_SHA384"_s;
        report.facts.subprotocol = u"chat.v2"_s;
        m_window->showReport(report);
        QString facts = allFacts();
        for (const QString &part : {u"Connected"_s, u"wss://chat.example"_s, u"TLS 1.3 · TLS_AES"_s,
                                    u"chat.v2"_s, u"not Kodama's"_s, u"RFC 6455"_s})
            QVERIFY2(facts.contains(part), qPrintable(part + u" in "_s + facts));
        report.state = ConnectionState::Failed;
        report.protocol = 2;
        report.server = u"kodama-server/0.1"_s;
        ClientError end;
        end.kind = ClientError::Kind::ClosedByServer;
        end.closeCode = 1011;
        end.closeReason = u"oops"_s;
        report.end = end;
        m_window->showReport(report);
        facts = allFacts();
        for (const QString &part : {u"Kodama, version 2"_s, u"kodama-server/0.1"_s,
                                    u"1011 · error inside the server · “oops”"_s})
            QVERIFY2(facts.contains(part), qPrintable(part + u" in "_s + facts));
    }

    void everyCloseCodeHasAMeaning_data()
    {
        QTest::addColumn<int>("code");
        for (const int code : {0,    1000, 1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009, 1010,
                               1011, 1012, 1013, 1014, 1015, 1099, 3000, 4000, 4242, 4503})
            QTest::addRow("%d", code) << code;
    }

    void everyCloseCodeHasAMeaning()
    {
        QFETCH(int, code);
        QVERIFY(!closeMeaning(quint16(code)).isEmpty());
    }

    void chartsRoundTrips()
    {
        m_window->addRoundTrip(std::chrono::microseconds(420));
        QVERIFY(label(u"roundTripFigures"_s).contains(u"0.42"_s));
        auto *chart = m_window->findChild<TimeChart *>(u"roundTripChart"_s);
        QVERIFY(chart->accessibleDescription().contains(u"0.42"_s));
    }

    void followsTheNewestOnlyAtTheEnd()
    {
        for (int i = 0; i < 500; ++i)
            add(Frame::Direction::Received, Frame::Kind::Text, QByteArray::number(i));
        m_log->flush();
        QScrollBar *bar = table().verticalScrollBar();
        QTRY_VERIFY_WITH_TIMEOUT(bar->maximum() > 0 && bar->value() == bar->maximum(), 30'000);
        bar->setValue(100);
        for (int i = 0; i < 100; ++i)
            add(Frame::Direction::Received, Frame::Kind::Text, "x");
        m_log->flush();
        QCoreApplication::processEvents();
        QCOMPARE(bar->value(), 100);
    }

    void keepsItsPlaceWhenTheOldestGo()
    {
        for (int i = 0; i < int(FrameLogModel::rowBounds.frames); ++i)
            add(Frame::Direction::Received, Frame::Kind::Text, QByteArray::number(i));
        m_log->flush();
        QScrollBar *bar = table().verticalScrollBar();
        QTRY_VERIFY_WITH_TIMEOUT(bar->value() == bar->maximum() && bar->maximum() > 7'000, 30'000);
        bar->setValue(5'000);
        const QString top = topContent();
        for (int i = 0; i < 200; ++i)
            add(Frame::Direction::Received, Frame::Kind::Text, "x");
        m_log->flush();
        QCoreApplication::processEvents();
        QCOMPARE(topContent(), top);
    }

    void staysWhereOneReadsWhenTheChosenFrameGoes()
    {
        for (int i = 0; i < int(FrameLogModel::rowBounds.frames); ++i)
            add(Frame::Direction::Received, Frame::Kind::Text, QByteArray::number(i));
        m_log->flush();
        QScrollBar *bar = table().verticalScrollBar();
        QTRY_VERIFY_WITH_TIMEOUT(bar->value() == bar->maximum() && bar->maximum() > 7'000, 30'000);
        table().setCurrentIndex(table().model()->index(5, 0));
        bar->setValue(5'000);
        const QString top = topContent();
        addManyAndLook(200);
        QCOMPARE(topContent(), top);
        QVERIFY2(!table().currentFrame(), "another one is shown as if one had chosen it");
        addManyAndLook(200);
        QCOMPARE(topContent(), top);
    }

    // One has clicked at it to read it, and then there are 200 others.
    void theChosenFrameIsNotScrolledAway()
    {
        for (int i = 0; i < int(FrameLogModel::rowBounds.frames); ++i)
            add(Frame::Direction::Received, Frame::Kind::Text, QByteArray::number(i));
        m_log->flush();
        QScrollBar *bar = table().verticalScrollBar();
        QTRY_VERIFY_WITH_TIMEOUT(bar->value() == bar->maximum() && bar->maximum() > 7'000, 30'000);
        const QPoint middle = table().viewport()->rect().center();
        QTest::mouseClick(table().viewport(), Qt::LeftButton, {}, middle);
        const QByteArray chosen = table().currentFrame()->payload;
        const QRect before = table().visualRect(table().currentIndex());
        for (int i = 0; i < 2; ++i) {
            addManyAndLook(200);
            QCOMPARE(table().currentFrame()->payload, chosen);
            // At the end the last row is whole, else the first one.
            const int moved = table().visualRect(table().currentIndex()).top() - before.top();
            QVERIFY2(qAbs(moved) < before.height(), qPrintable(QString::number(moved)));
        }
        QTest::keyClick(&table(), Qt::Key_End, Qt::ControlModifier); // the newest is wanted again
        for (int i = 0; i < 2; ++i) {
            addManyAndLook(200);
            QCOMPARE(bar->value(), bar->maximum());
        }
    }

    void theChosenFrameStaysInView()
    {
        for (int i = 0; i < int(FrameLogModel::rowBounds.frames); ++i)
            add(Frame::Direction::Received, Frame::Kind::Text, QByteArray::number(i));
        m_log->flush();
        QScrollBar *bar = table().verticalScrollBar();
        QTRY_VERIFY_WITH_TIMEOUT(bar->value() == bar->maximum() && bar->maximum() > 7'000, 30'000);
        bar->setValue(300);
        table().setCurrentIndex(table().model()->index(303, 0));
        const QByteArray chosen = table().currentFrame()->payload;
        const int y = table().visualRect(table().currentIndex()).top();
        addManyAndLook(200);
        QCOMPARE(table().currentFrame()->payload, chosen);
        QCOMPARE(table().visualRect(table().currentIndex()).top(), y);
        addManyAndLook(102); // now the first two rows above it are gone, too
        QCOMPARE(table().currentFrame()->payload, chosen);
        QVERIFY(table().viewport()->rect().contains(table().visualRect(table().currentIndex())));
    }

    void itsButtonsHaveNamesAndKeysWithoutWords()
    {
        m_window->resize(m_theme->space(100), m_theme->space(120));
        QVERIFY(m_window->width() <= m_theme->space(100));
        QCOMPARE(button(u"inspectorPause"_s).text(), QString());
        QCOMPARE(button(u"inspectorPause"_s).accessibleName(), u"Pause"_s);
        QTest::keyClick(m_window.get(), Qt::Key_P, Qt::AltModifier);
        QTRY_VERIFY_WITH_TIMEOUT(m_log->isPaused(), 30'000);
    }

    void choicesAreAsWideAsTheirWords()
    {
        test::application().setStyleSheet(m_theme->styleSheet());
        auto *kinds = m_window->findChild<QComboBox *>(u"inspectorKinds"_s);
        kinds->setItemText(0, u"すべての種類"_s); // as in another language
        m_window->resize(m_theme->space(105), m_theme->space(120));
        QCoreApplication::processEvents();
        for (const auto *box : m_window->findChildren<QComboBox *>()) {
            QStyleOptionComboBox option;
            option.initFrom(box);
            const int room = box->style()
                                 ->subControlRect(QStyle::CC_ComboBox, &option,
                                                  QStyle::SC_ComboBoxEditField, box)
                                 .width();
            for (int i = 0; box->isVisible() && i < box->count(); ++i)
                QVERIFY2(box->fontMetrics().horizontalAdvance(box->itemText(i)) <= room,
                         qPrintable(box->itemText(i)));
        }
        test::application().setStyleSheet({});
    }

    void closesWithTheKeysThatOpenIt()
    {
        QTest::keyClick(m_window.get(), Qt::Key_I, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(!m_window->isVisible());
        QVERIFY(!m_log->isWatched());
    }

    void keysFollowTheSettings()
    {
        m_actions->setKeys(ActionId::Find, {QKeySequence(u"Ctrl+J"_s)});
        QTest::keyClick(m_window.get(), Qt::Key_J, Qt::ControlModifier);
        QVERIFY(m_window->findChild<QLineEdit *>(u"inspectorFilter"_s)->hasFocus());
    }

    void aLowWindowShowsFramesRatherThanTheChart()
    {
        const auto *chart = m_window->findChild<TimeChart *>(u"roundTripChart"_s);
        const auto *figures = m_window->findChild<QLabel *>(u"roundTripFigures"_s);
        m_window->resize(m_theme->space(150), m_theme->space(150));
        QTRY_VERIFY_WITH_TIMEOUT(chart->isVisible(), 30'000);
        m_window->resize(m_theme->space(150), m_theme->space(95));
        QTRY_VERIFY_WITH_TIMEOUT(!chart->isVisible(), 30'000);
        QVERIFY(figures->isVisible());
    }

private:
    void addManyAndLook(int count)
    {
        for (int i = 0; i < count; ++i)
            add(Frame::Direction::Received, Frame::Kind::Text, "x");
        m_log->flush();
        QCoreApplication::processEvents();
    }
    void add(Frame::Direction direction, Frame::Kind kind, const QByteArray &payload)
    {
        m_log->onFrame({direction, kind, payload, std::chrono::milliseconds(1'765'674'005'250)});
    }

    void setConnected(bool isConnected)
    {
        ConnectionReport report;
        report.state = isConnected ? ConnectionState::Connected : ConnectionState::Disconnected;
        m_window->showReport(report);
    }

    void openEditor()
    {
        QTest::keyClick(m_window.get(), Qt::Key_D, Qt::AltModifier);
        QVERIFY(m_window->findChild<QPlainTextEdit *>(u"frameEdit"_s)->hasFocus());
    }

    void choose(int row)
    {
        table().setFocus();
        table().selectRow(row);
    }

    [[nodiscard]] FrameTable &table() const { return *m_window->findChild<FrameTable *>(); }
    [[nodiscard]] QComboBox &combo(const QString &name) const
    {
        return *m_window->findChild<QComboBox *>(name);
    }
    [[nodiscard]] QPushButton &button(const QString &name) const
    {
        return *m_window->findChild<QPushButton *>(name);
    }
    [[nodiscard]] QString label(const QString &name) const
    {
        return m_window->findChild<QLabel *>(name)->text();
    }
    [[nodiscard]] QString cell(int row, int column) const
    {
        return table().model()->index(row, column).data().toString();
    }
    [[nodiscard]] QString topContent() const
    {
        return cell(table().rowAt(1), FrameLogModel::ContentColumn);
    }
    [[nodiscard]] QString allFacts() const
    {
        QStringList facts;
        for (const QLabel *one : m_window->findChild<ConnectionSheet *>()->findChildren<QLabel *>())
            facts.append(one->text());
        return facts.join(u'\n');
    }

    ManualClock m_clock;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<ActionList> m_actions;
    std::unique_ptr<FrameLogModel> m_log;
    std::unique_ptr<InspectorWindow> m_window;
};

QTEST_MAIN(TestInspectorWindow)
#include "tst_inspectorwindow.moc"
