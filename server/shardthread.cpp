#include "server/shardthread.h"

#include <QEventLoop>

#include <pthread.h>

namespace kodama {

ShardThread::ShardThread(const Shard::Shared &shared, const Shard::Setup &setup,
                         std::function<void()> onClosed)
    : m_shared(shared)
    , m_setup(setup)
    , m_thread([this, onClosed = std::move(onClosed)] { run(onClosed); })
{}

ShardThread::~ShardThread()
{
    m_port.inbox.put(End{});
    m_thread.join();
}

void ShardThread::run(const std::function<void()> &onClosed)
{
    ::pthread_setname_np(::pthread_self(),
                         qPrintable(QStringLiteral("shard-%1").arg(m_setup.number)));
    QEventLoop loop; // before the shard, whose notifiers need its dispatcher
    Shard shard(m_shared, m_setup, m_port);
    QObject::connect(&shard, &Shard::closed, &shard, onClosed);
    QObject::connect(&shard, &Shard::ended, &loop, &QEventLoop::quit);
    m_isRunning.count_down();
    loop.exec();
}

} // namespace kodama
