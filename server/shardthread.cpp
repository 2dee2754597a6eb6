#include "server/shardthread.h"

#include <QEventLoop>

namespace kodama {

using namespace Qt::Literals::StringLiterals;

ShardThread::ShardThread(const Shard::Shared &shared, const Shard::Setup &setup,
                         std::function<void()> onClosed)
    : m_shared(shared)
    , m_setup(setup)
    , m_thread(QThread::create([this, onClosed = std::move(onClosed)] { run(onClosed); }))
{
    m_thread->setObjectName(u"shard-%1"_s.arg(setup.number)); // the thread's name, too
    m_thread->start();
}

ShardThread::~ShardThread()
{
    m_thread->quit();
    m_ended.wait();
    m_thread->wait();
}

void ShardThread::run(const std::function<void()> &onClosed)
{
    {
        Shard shard(m_shared, m_setup, m_port);
        QObject::connect(&shard, &Shard::closed, &shard, onClosed);
        QEventLoop().exec();
    }
    m_ended.count_down();
}

} // namespace kodama
